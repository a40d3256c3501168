"""Small mistakes in a module's source, one at a time, in an order that follows from the source alone.

Not mistaken: words for people (docstrings, labels, the message of an error), annotations other than the
calls in them, decorators and imports. What a text says is read by people; that it is said is a mistake here
when the `raise` is left out.
"""

import ast
import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.mutation.code.sql_mistakes import is_sql, sql_mistakes

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}
_WORDS = re.compile(r"[A-Za-z,.:;)] [A-Za-z(]|^[A-Z][a-z]+$|^[a-z]*[:,] $|^ [a-z]+")
_SKIPPED = {"returns", "decorator_list", "bases", "type_comment", "type_params"}

Put = Callable[[Any], None]
Change = tuple[str, ast.AST]


def mistakes(source: str) -> list[tuple[int, str]]:
    """(line, what is changed) of every mistake."""
    return [(line, said) for line, said, _ in _points(ast.parse(source))]


def mistaken(source: str, number: int) -> ast.Module:
    """The module with the mistake of that number put in."""
    tree = ast.parse(source)
    for found, (_, _, make) in enumerate(_points(tree)):
        if found == number:
            make()
            return ast.fix_missing_locations(tree)
    raise IndexError(number)


def _points(tree: ast.Module) -> Iterator[tuple[int, str, Callable[[], None]]]:
    for node, put in _nodes(tree):
        for said, new in _of(node):
            yield getattr(node, "lineno", 0), said, lambda put=put, new=new: put(new)


def _nodes(node: ast.AST, *, annotated: bool = False) -> Iterator[tuple[ast.AST, Put]]:
    """Every node that may be mistaken and how to put another in its place."""
    for name, value in ast.iter_fields(node):
        if name in _SKIPPED or (isinstance(node, ast.Raise) and name != "exc"):
            continue
        within = annotated or name == "annotation"
        if isinstance(value, list):
            for place, each in enumerate(value):
                if isinstance(each, ast.AST):
                    yield from _one(each, lambda new, v=value, p=place: v.__setitem__(p, new), within)
        elif isinstance(value, ast.AST):
            yield from _one(value, lambda new, n=node, f=name: setattr(n, f, new), within)


def _one(node: ast.AST, put: Put, annotated: bool) -> Iterator[tuple[ast.AST, Put]]:
    if _is_left_alone(node):
        return
    if isinstance(node, ast.Raise):
        yield node, put
        return
    if isinstance(node, ast.Call):
        annotated = False
    if not annotated:
        yield node, put
    yield from _nodes(node, annotated=annotated)


def _is_left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return True
        case ast.If():
            return ast.unparse(node.test) in ("TYPE_CHECKING", "__name__ == '__main__'")
        case ast.Assign():
            return ast.unparse(node.targets[0]) == "__all__"
    return False


def _of(node: ast.AST) -> Iterator[Change]:
    """What may be mistaken about one node, in words, and the node that comes instead."""
    for kinds, changes in _CHANGES:
        if isinstance(node, kinds):
            yield from changes(node)


def _comparisons(node: ast.Compare) -> Iterator[Change]:
    for place, operator in enumerate(node.ops):
        ops = [*node.ops[:place], _COMPARISONS[type(operator)](), *node.ops[place + 1 :]]
        yield _said(node, ast.Compare(node.left, ops, node.comparators))


def _connectives(node: ast.BoolOp | ast.UnaryOp | ast.BinOp) -> Iterator[Change]:
    match node:
        case ast.BoolOp():
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield _said(node, ast.BoolOp(other, node.values))
        case ast.UnaryOp(op=ast.Not()):
            yield _said(node, node.operand)
        case ast.BinOp() if type(node.op) in _OPERATORS:
            yield _said(node, ast.BinOp(node.left, _OPERATORS[type(node.op)](), node.right))


def _constants(node: ast.Constant) -> Iterator[Change]:
    match node.value:
        case bool():
            yield _said(node, ast.Constant(not node.value))
        case int() | float():
            yield _said(node, ast.Constant(node.value + 1))
        case str() if is_sql(node.value):
            yield from ((said, ast.Constant(text)) for said, text in sql_mistakes(node.value))
        case str() if not _WORDS.search(node.value) and node.value.strip():
            yield _said(node, ast.Constant(f"XX{node.value}XX"))


def _conditions(node: ast.If | ast.IfExp | ast.While) -> Iterator[Change]:
    """A condition turned round, where nothing inside it is changed by itself."""
    if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        yield f"unless {ast.unparse(node.test)}", _with(node, test=ast.UnaryOp(ast.Not(), node.test))


def _filters(node: ast.comprehension) -> Iterator[Change]:
    for place, condition in enumerate(node.ifs):
        rest = [*node.ifs[:place], *node.ifs[place + 1 :]]
        yield f"without the condition {ast.unparse(condition)}", _with(node, ifs=rest)


def _statements(node: ast.stmt) -> Iterator[Change]:
    match node:
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield f"return None for {_short(value)}", ast.Return(ast.Constant(None))
        case ast.Raise() | ast.AugAssign() | ast.Expr(value=ast.Call()):
            yield f"without {_short(node)}", ast.Pass()
        case ast.Break():
            yield "continue for break", ast.Continue()
        case ast.Continue():
            yield "break for continue", ast.Break()


def _calls(node: ast.Call) -> Iterator[Change]:
    if isinstance(node.func, ast.Name) and node.func.id in _NAMES:
        yield _said(node, _with(node, func=ast.Name(_NAMES[node.func.id], ast.Load())))
    for place, keyword in enumerate(node.keywords):
        if keyword.arg is not None:
            rest = [*node.keywords[:place], *node.keywords[place + 1 :]]
            yield f"without {keyword.arg}= in {_short(node)}", _with(node, keywords=rest)


_CHANGES: tuple[tuple[Any, Callable[[Any], Iterator[Change]]], ...] = (
    (ast.Compare, _comparisons),
    ((ast.BoolOp, ast.UnaryOp, ast.BinOp), _connectives),
    (ast.Constant, _constants),
    ((ast.If, ast.IfExp, ast.While), _conditions),
    (ast.comprehension, _filters),
    (ast.Call, _calls),
    (ast.stmt, _statements),
)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _with(node: ast.AST, **changed: Any) -> ast.AST:
    return type(node)(**dict(ast.iter_fields(node)) | changed)


def _said(old: ast.AST, new: ast.AST) -> tuple[str, ast.AST]:
    return f"{_short(new)} for {_short(old)}", new


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return text if len(text) <= 90 else f"{text[:87]}..."
