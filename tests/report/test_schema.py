"""The report's schema is a promise to its readers."""

from cn_migrate.report.model import SCHEMA_VERSION, Report

# A change here is a change of the schema: raise SCHEMA_VERSION with it.
FIELDS = {
    "Report": "api build_system diagnostics files kernels project proof schema_version status summary target targets "
    "tool version",
    "Summary": "api diagnostics files files_edited instances kernels units units_converted",
    "FileEntry": "changes converted edits name output role",
    "ChangeEntry": "column end_column end_line fidelity line text why",
    "KernelEntry": "fidelity file kernel name source_name",
    "ApiEntry": "fidelity name uses",
    "TargetEntry": "executable name sources",
    "DiagnosticEntry": "accepted fidelity help message rule severity span",
    "SpanEntry": "column end_column end_line file line",
}


def test_fields():
    schema = Report.model_json_schema()
    models = {"Report": schema, **schema["$defs"]}
    assert {n: " ".join(sorted(models[n]["properties"])) for n in FIELDS} == FIELDS
    assert SCHEMA_VERSION == 3
