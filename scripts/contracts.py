"""An import-linter contract for modules that are private to their room.

The built-in type `protected` wants each module named and present; this one takes last names
(`views`, `forms`) and applies them to every room that has such a module, also to later rooms.
"""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PrivateModulesContract(Contract):
    """`naikkelas.<room>.<name>` and what lies in it are imported by `naikkelas.<room>` only."""

    type_name = "private"

    modules = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        private = {str(name) for name in self.modules}  # type: ignore[attr-defined]
        broken = [
            (importer, module)
            for module in sorted(graph.modules)
            if private.intersection(module.split(".")[2:3])
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if importer.split(".")[:2] != module.split(".")[:2]
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, module in check.metadata["broken"]:
            output.print_error(f"{importer} imports {module}, which is private to its room.")
