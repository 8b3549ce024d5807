"""The message catalogue: collected from the code, completed in Chinese, compiled without gettext.

English needs no catalogue: its message identifiers are the text itself.
"""

import fcntl
import io
import os
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1]
ROOT = SOURCE.parents[1]
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
HEADER = r"""# Simplified Chinese texts of Luoshi. Written by `luoshi messages`; do not edit by hand.
msgid ""
msgstr ""
"Language: zh_Hans\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"

"""
PLAIN, PLURAL, CONTEXT, BOTH = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": PLAIN,
    "gettext": PLAIN,
    "gettext_lazy": PLAIN,
    "gettext_noop": PLAIN,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": CONTEXT,
    "pgettext_lazy": CONTEXT,
    "npgettext": BOTH,
    "npgettext_lazy": BOTH,
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr]|\{\w*\}")
LINE = re.compile(r'(?:#.*|(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)?\s*"(?:[^"\\]|\\.)*")?\s*')
TEMPLATES = {".html", ".txt", ".xml", ".svg"}

Key = tuple[str | None, str]


class UnableToRead(Exception):
    """A source file or fragment that cannot be understood; the text names the file."""


@dataclass(frozen=True, slots=True)
class Found:
    """One message as the code names it, and the first file that does."""

    context: str | None
    singular: str
    plural: str | None
    file: Path

    @property
    def key(self) -> Key:
        """What makes the message one and the same in every file."""
        return self.context, self.singular


def found_under(folder: Path = SOURCE) -> dict[Key, Found]:
    """Every message that Python and template files under the folder name."""
    messages: dict[Key, Found] = {}
    for path in sorted(folder.rglob("*")):
        if "tests" in path.parts or not path.is_file():
            continue
        for message in _found_in(path):
            known = messages.get(message.key)
            if known is None or (known.plural is None and message.plural is not None):
                messages[message.key] = message
    return messages


def _found_in(path: Path) -> Iterator[Found]:
    if path.suffix == ".py":
        text = path.read_text(encoding="utf-8")
    elif path.suffix in TEMPLATES and "templates" in path.parts:
        text = _as_python(path)
    else:
        return
    try:
        calls = list(extract_python(io.BytesIO(text.encode()), KEYWORDS, [], {"encoding": "utf-8"}))
    except (SyntaxError, tokenize.TokenError) as fault:
        raise UnableToRead(f"{path}: {fault}") from fault
    for _line, function, arguments, _comments in calls:
        message = _message(str(function), arguments, path)
        if message is not None:
            yield message


def _as_python(path: Path) -> str:
    """The calls that a template's tags stand for; indentation means nothing there."""
    try:
        text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    except SyntaxError as fault:
        raise UnableToRead(str(fault)) from fault
    return "\n".join(line.strip() for line in text.splitlines()) + "\n"


def _message(function: str, arguments: object, path: Path) -> Found | None:
    words = list(arguments) if isinstance(arguments, list | tuple) else [arguments]
    spec = KEYWORDS[function]
    context = words.pop(0) if spec in (CONTEXT, BOTH) else None
    singular = _text(words[0]) if words else None
    plural = words[1] if spec in (PLURAL, BOTH) and len(words) > 1 else None
    return Found(_text(context), singular, _text(plural), path) if singular else None


def _text(word: object) -> str | None:
    return word if isinstance(word, str) else None


def read(path: Path = CATALOGUE) -> Catalog:
    """The catalogue of a file; an empty one where there is none yet."""
    if not path.exists():
        return Catalog(locale="zh_Hans", charset="utf-8", fuzzy=False)
    try:
        text = path.read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            if not LINE.fullmatch(line):
                raise UnableToRead(f"{path}, line {number}: {line}")
        return read_po(io.BytesIO(text.encode()), locale="zh_Hans", charset="utf-8", abort_invalid=True)
    except (UnicodeDecodeError, PoFileError) as fault:
        raise UnableToRead(f"{path}: {fault}") from fault


def messages_of(catalogue: Catalog) -> Iterator[Message]:
    """The messages without the header."""
    return (message for message in catalogue if message.id)


def key_of(message: Message) -> Key:
    """The same key as `Found.key`."""
    singular = message.id if isinstance(message.id, str) else message.id[0]
    return message.context, singular


def words_of(message: Message) -> list[str]:
    """What the message says in Chinese: one form, or none yet."""
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return [form for form in forms if form]


def write(messages: Iterable[Message], path: Path = CATALOGUE) -> None:
    """Sorted, without line numbers and dates, so that two people's changes meet as seldom as can be."""
    catalogue = Catalog(locale="zh_Hans", charset="utf-8", fuzzy=False)
    for message in messages:
        catalogue.add(message.id, message.string, context=message.context)
    body = io.BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    _replace(path, HEADER.encode() + body.getvalue().strip() + b"\n")


def compile_catalogue(path: Path = CATALOGUE) -> Path:
    """Write the binary form beside the catalogue; what is not translated yet falls back to English."""
    body = io.BytesIO()
    write_mo(body, read(path))
    target = path.with_suffix(".mo")
    _replace(target, body.getvalue())
    return target


def _replace(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.half")
    half.write_bytes(body)
    half.replace(path)


@contextmanager
def locked(path: Path = CATALOGUE) -> Iterator[None]:
    """One writer at a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def update(path: Path = CATALOGUE) -> tuple[list[Key], list[Key]]:
    """Take in new messages, drop those that no code names any more; returns both."""
    with locked(path):
        wanted = found_under()
        have = {key_of(message): message for message in messages_of(read(path))}
        write((_kept(found, have.get(key)) for key, found in wanted.items()), path)
    return [key for key in wanted if key not in have], [key for key in have if key not in wanted]


def _kept(found: Found, known: Message | None) -> Message:
    words = "".join(words_of(known)[:1]) if known else ""
    if found.plural is None:
        return Message(found.singular, words, context=found.context)
    return Message((found.singular, found.plural), (words,), context=found.context)


def add(fragment: Path, path: Path = CATALOGUE) -> list[str]:
    """Merge the translations of a fragment and compile; returns what it changed in words already there."""
    incoming = [message for message in messages_of(read(fragment)) if words_of(message)]
    with locked(path):
        have = {key_of(message): message for message in messages_of(read(path))}
        changed = []
        for message in incoming:
            known = have.get(key_of(message))
            if known and words_of(known) and words_of(known) != words_of(message):
                changed.append(f"{key_of(message)[1]!r}: {words_of(known)[0]} → {words_of(message)[0]}")
            have[key_of(message)] = message
        write(have.values(), path)
        compile_catalogue(path)
    return changed


def faults(folder: Path = SOURCE, path: Path = CATALOGUE) -> list[str]:
    """Everything that keeps the catalogue from being complete, one line each."""
    wanted = found_under(folder)
    have = {key_of(message): message for message in messages_of(read(path))}
    lines = [
        f"untranslated: {_shown(key)} ({found.file.relative_to(ROOT)})"
        for key, found in wanted.items()
        if key not in have or not words_of(have[key])
    ]
    if folder == SOURCE:
        lines += [f"unused: {_shown(key)}" for key in have if key not in wanted]
    for key, message in have.items():
        if message.fuzzy:
            lines.append(f"fuzzy: {_shown(key)}")
        lines += [
            f"placeholders differ: {_shown(key)}: {words}" for words in words_of(message) if _differ(message, words)
        ]
    return lines


def _differ(message: Message, words: str) -> bool:
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    return all(sorted(PLACEHOLDER.findall(each)) != sorted(PLACEHOLDER.findall(words)) for each in ids)


def _shown(key: Key) -> str:
    context, singular = key
    return f"{singular!r}" if context is None else f"{singular!r} [{context}]"


def missing(folder: Path = SOURCE, path: Path = CATALOGUE) -> str:
    """A fragment ready to be filled in: what the folder's code names and nobody has translated."""
    have = {key_of(message): message for message in messages_of(read(path))}
    lines = []
    for key, found in found_under(folder).items():
        if key in have and words_of(have[key]):
            continue
        lines.append(f"#: {found.file.relative_to(ROOT)}")
        if found.context is not None:
            lines.append(f"msgctxt {_quoted(found.context)}")
        lines.append(f"msgid {_quoted(found.singular)}")
        lines += [f"msgid_plural {_quoted(found.plural)}", 'msgstr[0] ""'] if found.plural else ['msgstr ""']
        lines.append("")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def main(action: str, target: Path | None = None) -> int:
    """The `luoshi messages` command."""
    try:
        return ACTIONS[action](target)
    except UnableToRead as fault:
        print(fault, file=sys.stderr)
        return 2


def _update(_target: Path | None) -> int:
    new, gone = update()
    for key in new:
        print(f"new: {_shown(key)}")
    for key in gone:
        print(f"dropped: {_shown(key)}")
    return 0


def _add(target: Path | None) -> int:
    if target is None or not target.is_file():
        print(f"No fragment to read at {target}.", file=sys.stderr)
        return 2
    for line in add(target):
        print(f"changed: {line}")
    return 0


def _check(target: Path | None) -> int:
    lines = faults((target or SOURCE).resolve())
    for line in lines:
        print(line)
    return 1 if lines else 0


def _compile(_target: Path | None) -> int:
    compile_catalogue()
    return 0


def _missing(target: Path | None) -> int:
    print(missing((target or SOURCE).resolve()))
    return 0


ACTIONS = {"update": _update, "add": _add, "check": _check, "compile": _compile, "missing": _missing}
