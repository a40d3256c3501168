"""Checks across files of measures: every reason is shown by an example, and the catalogue agrees."""

from collections.abc import Iterator

from rules.definitions.composites import load_composites
from rules.definitions.examples import Expected, load_examples
from rules.definitions.files import DefinitionError, Fault
from rules.definitions.fixed_figures import load_fixed_figures
from rules.definitions.measures import MeasureDefinition, load_catalogue, load_measures, measure
from rules.definitions.targets import load_targets


def check_examples(measure_id: str) -> None:
    """Raises DefinitionError unless the examples fit the definition and show each of its reasons."""
    definition = measure(measure_id)
    file = f"{measure_id}/examples.yaml"
    shown: set[str] = set()
    faults: list[Fault] = []
    for example in load_examples(measure_id):
        for each in example.expect:
            shown.add(each.reason)
            faults += [Fault(file, example.name, said) for said in _misfits(definition, each)]
    unshown = [rule.reason for rule in definition.verdicts if rule.reason not in shown]
    faults += [
        Fault(file, reason, "no example shows this reason; expected one or more") for reason in unshown
    ]
    if faults:
        raise DefinitionError(faults)


def _misfits(definition: MeasureDefinition, expected: Expected) -> Iterator[str]:
    edition = next((e for e in definition.editions if e.valid_from == expected.edition), None)
    if edition is None:
        yield f"{expected.occurrence}: edition {expected.edition} is not one of {definition.id}'s"
        return
    try:
        rule = edition.rule(expected.reason)
    except KeyError as fault:
        yield f"{expected.occurrence}: {fault.args[0]}"
        return
    if rule.verdict != expected.verdict:
        yield f"{expected.occurrence}: {expected.reason} is {rule.verdict}, found {expected.verdict}"


def check_catalogue() -> None:
    """Raises DefinitionError unless catalogue, definitions and targets speak of the same measures."""
    catalogue, measures = load_catalogue(), load_measures()
    defined = {entry.id for entry in catalogue.values() if entry.status == "defined"}
    faults = [
        Fault("catalogue.yaml", name, "found in only one of catalogue (as defined) and definitions")
        for name in sorted(defined ^ set(measures))
    ]
    for name in sorted(defined & set(measures)):
        entry, definition = catalogue[name], measures[name]
        if (entry.title, entry.published_from) != (definition.title, definition.valid_from):
            faults.append(
                Fault("catalogue.yaml", name, "title or published_from differs from the definition's")
            )
    faults += _composites_and_counts()
    faults += [
        Fault("targets", target.measure, "a target for a measure that is not in the catalogue")
        for target in load_targets().values
        if target.measure not in catalogue
    ]
    if faults:
        raise DefinitionError(faults)


def _composites_and_counts() -> Iterator[Fault]:
    """Every composite is in the catalogue as such, and every fixed figure belongs to a count."""
    listed = {entry.id for entry in load_catalogue().values() if entry.status == "composite"}
    for name in sorted(listed ^ set(load_composites())):
        yield Fault("catalogue.yaml", name, "found in only one of catalogue (as composite) and composites")
    for name, composite in load_composites().items():
        if name in listed and load_catalogue()[name].title != composite.title:
            yield Fault("catalogue.yaml", name, "title differs from the composite's")
    counts = {name for name, one in load_measures().items() if one.aggregation == "cumulative"}
    figured = {figure.measure for figure in load_fixed_figures()}
    for name in sorted(counts ^ figured):
        yield Fault("fixed figures", name, "expected a fixed figure for every cumulative measure alone")
