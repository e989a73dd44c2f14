"""Words for readers of another moment, in the language that they will have then."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from longgang.core.errors import filled
from longgang.core.languages import in_every_language, in_language, in_readers_language


def test_words_in_one_language_whatever_the_readers_is():
    with override("en"):
        assert in_language("zh-hans", _("Blue")) == "蓝色"


def test_words_that_were_kept_are_read_in_the_readers_language():
    kept = in_every_language(_("Blue"))
    words = in_readers_language(kept)
    for language, said in (("zh-hans", "蓝色"), ("en", "Blue"), ("fr", "蓝色")):
        with override(language):
            assert str(words) == said


def test_values_are_put_in_when_the_words_are_read():
    words = filled(_("Did you mean %(plate)s?"), plate=_("Blue"))
    with override("en"):
        assert str(words) == "Did you mean Blue?"
    with override("zh-hans"):
        assert str(words) == "是否为 蓝色？"
