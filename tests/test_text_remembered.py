"""What was worked out of a word is worked out once, until there are too many words."""

from reader.text.remembered import Remembered


def test_each_word_is_worked_out_once_until_the_table_is_full() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = Remembered(length, 2)
    assert [lengths[word] for word in ("one", "three", "one", "three")] == [3, 5, 3, 5]
    assert asked == ["one", "three"]
    assert (lengths["seventeen"], dict(lengths)) == (9, {"seventeen": 9})
    assert lengths["one"] == 3
    assert asked == ["one", "three", "seventeen", "one"]
