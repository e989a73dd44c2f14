"""Leaving is a POST; a GET only asks."""


def test_a_get_asks(lin, signed_in):
    client = signed_in(lin)
    assert client.get("/logout/").status_code == 200
    assert client.get("/accounts/me/").status_code == 200


def test_a_post_leaves(lin, signed_in):
    client = signed_in(lin)
    assert client.post("/logout/").headers["Location"] == "/"
    assert client.get("/accounts/me/").status_code == 302


def test_leaving_makes_the_browser_forget_the_pages_it_has_kept(lin, signed_in):
    assert signed_in(lin).post("/logout/").headers["Clear-Site-Data"] == '"cache"'


def test_a_stranger_is_sent_home(client, db):
    assert client.get("/logout/").headers["Location"] == "/"
