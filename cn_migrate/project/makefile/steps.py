"""The commands that make would run for a goal, in order, without running any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cn_migrate.diagnostics import Span
from cn_migrate.project.makefile.expand import Variables, match
from cn_migrate.project.makefile.read import Makefile, Rule

# make's built-in rules that matter here: how an object comes from a source, and a program from objects.
_COMPILE = {
    ".c": "$(CC) $(CFLAGS) $(CPPFLAGS) -c -o $@ $<",
    ".cc": "$(CXX) $(CXXFLAGS) $(CPPFLAGS) -c -o $@ $<",
    ".cpp": "$(CXX) $(CXXFLAGS) $(CPPFLAGS) -c -o $@ $<",
    ".C": "$(CXX) $(CXXFLAGS) $(CPPFLAGS) -c -o $@ $<",
}
_LINK = "$(CC) $(LDFLAGS) $^ $(LOADLIBES) $(LDLIBS) -o $@"


@dataclass(frozen=True)
class Step:
    """One recipe line, expanded; relative paths in it are relative to `folder`."""

    text: str
    folder: Path
    origin: Span | None


@dataclass
class Walk:
    """Goes through a Makefile's rules from a goal."""

    makefile: Makefile
    done: set[str] = field(default_factory=set)

    def steps(self, goal: str) -> Iterator[Step]:
        """The steps for `goal`: those of what it needs first, each once."""
        if goal in self.done:
            return
        self.done.add(goal)
        rules = [rule for rule in self.makefile.rules if goal in rule.targets]
        needs = list(dict.fromkeys(need for rule in rules for need in rule.prerequisites))
        chosen, stem = next((rule for rule in reversed(rules) if rule.recipe), None), ""
        if chosen is None and (rules == [] or not self._is_phony(goal)):
            chosen, stem = self._pattern(goal)
            if chosen:
                needs = [n.replace("%", stem, 1) for n in chosen.prerequisites] + needs
        for need in needs:
            yield from self.steps(need)
        if chosen is None:
            return
        own = self._automatic(goal, needs, stem)
        for text, origin in chosen.recipe:
            yield Step(own.expand(text), self.makefile.folder, origin)

    def _is_phony(self, goal: str) -> bool:
        phony = (rule.prerequisites for rule in self.makefile.rules if ".PHONY" in rule.targets)
        return any(goal in names for names in phony)

    def _pattern(self, goal: str) -> tuple[Rule | None, str]:
        """The pattern, suffix or built-in rule that makes `goal`, and the stem it fits with."""
        if self._find(goal).is_file() and not goal.endswith(".o"):
            return None, ""
        for rule in self.makefile.rules:
            for pattern in rule.targets:
                stem = match(pattern, goal) if "%" in pattern else None
                if stem is not None and all(
                    self._exists(n.replace("%", stem, 1)) for n in rule.prerequisites
                ):
                    return rule, stem
        return self._suffix(goal)

    def _suffix(self, goal: str) -> tuple[Rule | None, str]:
        stem = goal.removesuffix(".o")
        if stem == goal:
            from_objects = any(
                goal in rule.targets and f"{goal}.o" in rule.prerequisites
                for rule in self.makefile.rules
            )
            return (Rule([goal], [], [(_LINK, _NOWHERE)]), "") if from_objects else (None, "")
        for rule in self.makefile.rules:
            for target in rule.targets:
                source = target.removesuffix(".o")
                if source != target and source.startswith(".") and self._exists(stem + source):
                    return Rule(["%.o"], ["%" + source], rule.recipe), stem
        for suffix, recipe in _COMPILE.items():
            if self._exists(stem + suffix):
                return Rule(["%.o"], ["%" + suffix], [(recipe, _NOWHERE)]), stem
        return None, ""

    def _exists(self, name: str) -> bool:
        return self._find(name).exists() or any(
            name in rule.targets for rule in self.makefile.rules
        )

    def _find(self, name: str) -> Path:
        """Where a prerequisite lies: in the folder, or in one of VPATH."""
        direct = self.makefile.folder / name
        if direct.exists():
            return direct
        for folder in self.makefile.variables.expand("$(VPATH)").replace(":", " ").split():
            if (path := self.makefile.folder / folder / name).exists():
                return path
        return direct

    def _automatic(self, goal: str, needs: list[str], stem: str) -> Variables:
        """The variables for one recipe: `$@ $< $^ $+ $* $(@D) $(@F)`."""
        folder = self.makefile.folder
        found = [n if (folder / n).exists() else _relative(self._find(n), folder) for n in needs]
        own = Variables(folder, self.makefile.variables)
        own.update({"@": goal, "<": found[0] if found else "", "^": " ".join(found)})
        own.update({"+": own["^"], "?": own["^"], "*": stem or Path(goal).stem})
        for name in "@<*":
            path = Path(own[name])
            own[name + "D"], own[name + "F"] = str(path.parent), path.name
        return own


_NOWHERE = Span("Makefile", 1, 1, 1, 1)


def _relative(path: Path, folder: Path) -> str:
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)
