"""Write docs/vectors/pass-codes.json: codes with what every reader has to say of them.

    python scripts/write_vectors.py

Good codes are made by python-cwt, bad ones by hand: nothing here is the product's own, so that its
readers in Python and JavaScript are held against somebody else's idea of the standards.
"""

import base64
import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cwt import COSE, COSEKey

PLACE = Path(__file__).resolve().parent.parent / "docs/vectors/pass-codes.json"
HOST = "HTTPS://TONG.EXAMPLE.GOV.CN/C/"
ISSUER = "211403"
PASS = -65537
ABOUT = (
    "Codes and what a reader has to say of each. The private halves (d) of these keys are public: "
    "never use them. See docs/how-to/verify-a-code.md."
)
CLAIMS = {
    "issuer": ISSUER, "number": "211403000123", "plate": "辽P12345", "colour": "2",
    "valid_from": 1_767_225_600, "valid_until": 1_767_312_000, "checkpoint": "K211403-01",
    "people": 2, "one_trip": True,
}  # fmt: skip


@dataclass(frozen=True)
class Key:
    """One key, made from its name."""

    name: str
    is_withdrawn: bool = False
    is_published: bool = True

    @property
    def private(self) -> bytes:
        return hashlib.sha256(f"only for examples: {self.name}".encode()).digest()

    @property
    def public(self) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.private).public_key().public_bytes_raw()

    @property
    def kid(self) -> bytes:
        return hashlib.sha256(self.public).digest()[:8]

    def sign(self, data: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.private).sign(data)


NOW, NEXT = Key("the one that signs"), Key("the one that signs next")
STOLEN = Key("the one that was stolen", is_withdrawn=True)
STRANGE = Key("nobody knows this one", is_published=False)


def claims_of(**changes: Any) -> dict[str, Any]:
    """The usual claims, but for these."""
    return CLAIMS | changes


def payload_of(claims: dict[str, Any]) -> dict[int, Any]:
    """The claims under their numbers."""
    return {
        1: claims["issuer"], 2: claims["number"], 4: claims["valid_until"],
        5: claims["valid_from"],
        PASS: [claims["plate"], int(claims["colour"]), claims["checkpoint"], claims["people"],
               claims["one_trip"]],
    }  # fmt: skip


def good(claims: dict[str, Any], key: Key = NOW) -> bytes:
    """A message as python-cwt makes it."""
    cose_key = COSEKey.new({1: 1, 2: key.kid, 3: -8, -1: 6, -2: key.public, -4: key.private})
    return COSE.new().encode(
        cbor2.dumps(payload_of(claims), canonical=True),
        cose_key,
        protected={1: -8, 4: key.kid},
    )


def by_hand(
    payload: bytes | dict[Any, Any], key: Key = NOW, *, head: bytes = b"", open_part: Any = None
) -> bytes:
    """A message that is signed rightly, whatever stands in it."""
    head = head or cbor2.dumps({1: -8, 4: key.kid})
    data = payload if isinstance(payload, bytes) else cbor2.dumps(payload)
    signature = key.sign(cbor2.dumps(["Signature1", head, b"", data]))
    return cbor2.dumps(cbor2.CBORTag(18, [head, open_part or {}, data, signature]))


def base32(data: bytes) -> str:
    """Without the padding."""
    return base64.b32encode(data).decode().rstrip("=")


def url(data: bytes) -> str:
    """As it stands in the QR code."""
    return HOST + base32(data)


Case = dict[str, Any]


def case(name: str, text: str, state: str, claims: dict[str, Any] | None = None,
         key: Key | None = NOW) -> Case:  # fmt: skip
    """One example; without claims there is no key id either."""
    kid = key.kid.hex() if claims and key else ""
    return {"name": name, "text": text, "state": state, "kid": kid, "claims": claims}


def genuine() -> Iterator[Case]:
    """Codes to be believed, however they were handed over."""
    usual = url(good(CLAIMS))
    yield case("good", usual, "signed", CLAIMS)
    yield case("by the next key, valid at the same time", url(good(CLAIMS, NEXT)), "signed",
               CLAIMS, NEXT)  # fmt: skip
    for name, changes in {
        "new energy plate, many trips, six people":
            {"plate": "辽PD12345", "colour": "94", "one_trip": False, "people": 6},
        "the longest that may be": {"plate": "辽" * 20, "checkpoint": "K" * 32, "people": 99},
        "a plate beyond the basic plane": {"plate": "𠀀" * 20},
        "a plate that begins with a byte order mark": {"plate": "\ufeff辽P12345"},
        "long over: the time is for whoever asks": {"valid_from": 0, "valid_until": 1},
        "until the last second that JavaScript knows": {"valid_until": 2**53 - 1},
    }.items():  # fmt: skip
        claims = claims_of(**changes)
        yield case(name, url(good(claims)), "signed", claims)
    wide = "".join(chr(ord(each) + 0xFEE0) for each in usual)
    for name, text in {
        "small letters": usual.lower(),
        "a slash at the end": usual + "/",
        "what messengers add": usual + "?from=timeline#top",
        "blanks and line ends of a scanner": f" \t{usual}\r\n",
        "wide letters of a Chinese keyboard": wide,
        "another host": usual.replace("TONG.EXAMPLE.GOV.CN", "10.0.0.1:8000"),
        "only the path": usual[usual.index("/C/") :],
    }.items():
        yield case(name, text, "signed", CLAIMS)


def not_to_be_believed() -> Iterator[Case]:
    """Readable codes that nobody may believe."""
    yield case("signed by a key that nobody published", url(good(CLAIMS, STRANGE)), "unknown_key",
               CLAIMS, STRANGE)  # fmt: skip
    yield case("signed by a withdrawn key", url(good(CLAIMS, STOLEN)), "key_withdrawn", CLAIMS,
               STOLEN)  # fmt: skip
    other = claims_of(issuer="211402", number="211402000007")
    yield case("of another issuer", url(good(other, STRANGE)), "other_issuer", other, STRANGE)
    yield case("of another issuer by our key", url(good(other)), "other_issuer", other)
    message = cbor2.loads(good(CLAIMS)).value
    head, _open, payload, signature = message

    def message_of(*parts: Any) -> str:
        return url(cbor2.dumps(cbor2.CBORTag(18, list(parts))))

    changed = claims_of(plate="辽P99999")
    yield case("another plate under the same signature",
               message_of(head, {}, cbor2.dumps(payload_of(changed)), signature),
               "forged", changed)  # fmt: skip
    flipped = bytes([signature[0] ^ 1]) + signature[1:]
    yield case("one bit of the signature changed", message_of(head, {}, payload, flipped),
               "forged", CLAIMS)  # fmt: skip
    yield case("a signature of zeros", message_of(head, {}, payload, bytes(64)), "forged", CLAIMS)
    order = 2**252 + 27742317777372353535851937790883648493
    more = signature[:32] + (int.from_bytes(signature[32:], "little") + order).to_bytes(
        32, "little"
    )
    yield case("the signature with the group's order added", message_of(head, {}, payload, more),
               "forged", CLAIMS)  # fmt: skip
    for name, signer, said in (
        ("signed by a stranger under our key's id", STRANGE, NOW),
        ("signed by our next key under the id of this one", NEXT, NOW),
        ("under a withdrawn key's id, but not signed by it", STRANGE, STOLEN),
    ):
        forged = by_hand(payload_of(CLAIMS), signer, head=cbor2.dumps({1: -8, 4: said.kid}))
        yield case(name, url(forged), "forged", CLAIMS, said)


def unreadable() -> Iterator[Case]:
    """Codes that look like ours and are not, though the signature may be right."""
    kid = NOW.kid
    heads = {
        "wrong algorithm: ES256": cbor2.dumps({1: -7, 4: kid}),
        "wrong algorithm: Ed25519 by its newer number": cbor2.dumps({1: -19, 4: kid}),
        "no algorithm": cbor2.dumps({4: kid}),
        "no key id": cbor2.dumps({1: -8}),
        "key id of seven bytes": cbor2.dumps({1: -8, 4: kid[:7]}),
        "one header more": cbor2.dumps({1: -8, 4: kid, 16: "CWT"}),
        "headers the other way round": bytes([0xA2, 4, 0x48, *kid, 1, 0x27]),
        "the algorithm written too long": bytes([0xA2, 1, 0x38, 7, 4, 0x48, *kid]),
        "headers without end": bytes([0xBF, 1, 0x27, 4, 0x48, *kid, 0xFF]),
    }
    usual = payload_of(CLAIMS)
    for name, head in heads.items():
        yield case(name, url(by_hand(usual, head=head)), "unreadable")
    open_kid = by_hand(usual, head=cbor2.dumps({1: -8}), open_part={4: kid})
    yield case("the key id unprotected", url(open_kid), "unreadable")
    noted = by_hand(usual, open_part={-65000: "never signed"})
    yield case("something unprotected", url(noted), "unreadable")
    payloads: dict[str, Any] = {
        "a claim more": usual | {6: 1_767_225_600},
        "a claim less": {key: value for key, value in usual.items() if key != 5},
        "a claim under a text": {**{k: v for k, v in usual.items() if k != 5}, "5": 1},
        "no claims": {},
        "a list of claims": cbor2.dumps(list(usual.values())),
        "nothing": b"",
        "claims in another order": dict(reversed(usual.items())),
        "a claim twice": b"\xa6" + cbor2.dumps(usual)[1:3] + b"\x60" + cbor2.dumps(usual)[1:],
        "claims without end": b"\xbf" + cbor2.dumps(usual)[1:] + b"\xff",
        "something after the claims": cbor2.dumps(usual) + b"\x00",
        "a number written too long": cbor2.dumps(usual).replace(b"\x02\x6c", b"\x18\x02\x6c"),
        "until a fraction": usual | {4: 1_767_312_000.5},
        "until a date": usual | {4: cbor2.CBORTag(1, 1_767_312_000)},
        "until more than JavaScript holds": usual | {4: 2**53},
        "until the largest of all": usual | {4: 2**64 - 1},
        "from before 1970": usual | {5: -1},
        "until before it begins": usual | {4: 1_767_225_600},
        "a claim that is nothing": usual | {2: None},
        "the issuer a number": usual | {1: 211403},
        "the issuer in small letters": usual | {1: "ln-211403"},
        "eleven digits": usual | {2: "21140300012"},
        "wide digits": usual | {2: "２１１４０３０００１２３"},
        "text that is no UTF-8": cbor2.dumps(usual).replace("辽".encode(), b"\xff\xfe\xfd"),
        "half a character": cbor2.dumps(usual).replace("辽".encode(), b"\xed\xa0\x80"),
    }
    for name, place, value in (
        ("no plate", 0, ""), ("a plate too long", 0, "辽" * 21),
        ("the plate as bytes", 0, b"LP12345"), ("no colour", 1, 0),
        ("a colour beyond all", 1, 100), ("the colour as text", 1, "2"),
        ("the colour true", 1, True), ("a checkpoint too long", 2, "K" * 33),
        ("people by half", 3, 1.5), ("more people than fit", 3, 100), ("people below none", 3, -1),
        ("people false", 3, False), ("one trip as a number", 4, 1),
    ):  # fmt: skip
        changed = list(usual[PASS])
        changed[place] = value
        payloads[name] = usual | {PASS: changed}
    payloads["a fact more about the pass"] = usual | {PASS: [*usual[PASS], "张三"]}
    payloads["a fact less about the pass"] = usual | {PASS: usual[PASS][:4]}
    for name, payload in payloads.items():
        yield case(name, url(by_hand(payload)), "unreadable")
    yield from damaged()


def damaged() -> Iterator[Case]:
    """Codes cut, lengthened, or written in another way than the one."""
    data = good(CLAIMS)
    usual = url(data)
    for length in (1, 4, 12, 60, 120, len(usual) - len(HOST) - 1):
        kept = usual[: len(HOST) + max(length, 3)]
        yield case(f"cut after {max(length, 3)} letters", kept, "unreadable")
    yield case("cut after a whole byte", url(data[:-1]), "unreadable")
    written = {
        "something after the message": data + b"\x00",
        "a length written too long": data[:2] + b"\x58\x0d" + data[3:],
        "one part more": data[:1] + b"\x85" + data[2:] + b"\x00",
        "a signature of 63 bytes": data[:-66] + b"\x58\x3f" + data[-64:-1],
        "texts instead of bytes": data[:1] + b"\x84" + b"\x60" * 4,
        "a message in a message": b"\xd2\x84" + data,
        "lists in lists": b"\xd2\x84" + b"\x81" * 500 + b"\x00",
        "a list as long as can be said": b"\xd2\x84\x9b" + b"\xff" * 8,
        "bytes as many as can be said": b"\xd2\x84\x5b" + b"\xff" * 8,
        "a length that nobody uses": b"\xd2\x84\x5c" + b"\x00" * 20,
    }
    for name, bytes_ in written.items():
        yield case(name, url(bytes_), "unreadable")
    code = base32(good(claims_of(checkpoint="K211403-001")))  # does not fill its last letter
    for name, text in {
        "with padding": code + "=" * (-len(code) % 8 or 8),
        "a digit that base32 has not": code[:40] + "1" + code[41:],
        "a letter that only looks like one": code[:40] + "\u0131" + code[41:],
        "two letters in one": code[:40] + "\ufb01" + code[41:],
        "a blank within": code[:40] + " " + code[40:],
        "a letter too many": code + "A",
        "bits that belong to nothing": code[:-1] + chr(ord(code[-1]) + 1),
        "two slashes at the end": code + "//",
        "1,001 letters": code + "A" * (1_001 - len(code)),
        "10 KB": code + "A" * (10_240 - len(code)),
    }.items():
        yield case(name, HOST + text, "unreadable")
    dice = random.Random(20221014)  # noqa: S311 - the same examples every time
    for length in (8, 100, 600):
        yield case(f"{length} random bytes that begin like a message",
                   url(b"\xd2\x84" + dice.randbytes(length - 2)), "unreadable")  # fmt: skip


def not_ours() -> Iterator[Case]:
    """Everything else that is held before a scanner."""
    dice = random.Random(211403)  # noqa: S311 - the same examples every time
    data = good(CLAIMS)
    for name, text in {
        "nothing": "",
        "blanks": " \r\n",
        "a plate": "辽P12345",
        "the number of a pass": "211403000123",
        "the holder's own link": "https://tong.example.gov.cn/passes/p/aB3dE5gH7jK9mN1pQ3sT5v/",
        "a shop's address with the same path": "https://shop.example.com/c/hello",
        "our address without a code": HOST,
        "the code as a parameter": "https://example.com/?x=/C/" + base32(data),
        "the code alone": base32(data),
        "the message without its tag": url(data[1:]),
        "the message as a list without end": url(data[:1] + b"\x9f" + data[2:] + b"\xff"),
        "another tag": url(b"\xd8\x3d" + data),
        "a health certificate": "HC1:NCFOXN%TS3DHZN4HAF*PQFKKGTNA.Q/R8WRU2FCIJ9",
        "a script": "<script>alert(1)</script>",
        "words with an address in them": f"Look here: {url(data)}",
        "zero bytes": "\x00" * 40,
        "random bytes": dice.randbytes(300).decode("latin-1"),
        "random bytes as base32": url(b"\x00" + dice.randbytes(200)),
        "10 KB of something": "x" * 10_240,
        "10 KB of random bytes": dice.randbytes(10_240).decode("latin-1"),
        "half of two characters": "\ud83d" + url(data)[:8],
    }.items():
        yield case(name, text, "not_ours")


def vectors() -> dict[str, Any]:
    """The whole file."""
    return {
        "about": ABOUT,
        "issuer": ISSUER,
        "keys": [
            {
                "name": key.name, "kid": key.kid.hex(), "x": base64url(key.public),
                "d": base64url(key.private), "withdrawn": key.is_withdrawn,
            }
            for key in (NOW, NEXT, STOLEN)
        ],
        "cases": [*genuine(), *not_to_be_believed(), *unreadable(), *not_ours()],
    }  # fmt: skip


def base64url(data: bytes) -> str:
    """Without the padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def written() -> str:
    """As it is kept: ASCII, so that no editor changes what cannot be seen."""
    return json.dumps(vectors(), indent=1) + "\n"


if __name__ == "__main__":
    PLACE.parent.mkdir(exist_ok=True)
    PLACE.write_text(written(), encoding="ascii")
    print(f"{len(vectors()['cases'])} cases in {PLACE}")
