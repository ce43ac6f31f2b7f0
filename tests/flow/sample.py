"""The smallest body that a schema of openapi.yaml allows: enough to reach what lies behind the check of a body."""

PATTERNS = {
    "^[0-9a-f]{24}$": "f" * 24,
    "^[0-9a-f]{64}$": "0" * 64,
    "^[a-z][a-z0-9_]{0,39}$": "mobile_line",
    "^[a-z0-9]+([._-][a-z0-9]+)*$": "alta-de-prueba",
    "^[0-9]{5}$": "12345",
    "^[0-9]{4,8}$": "12345",
}
FORMATS = {"date": "2030-01-02"}


def body_of(description, operation: dict, changes: dict | None = None):
    """What is sent to an operation: (JSON, raw bytes), whichever it takes."""
    request = operation.get("requestBody")
    if request is None:
        return None, None
    content = description.follow(request)["content"]
    if "application/json" in content:
        return sample(description, content["application/json"]["schema"]) | (changes or {}), None
    return None, b"x"


def sample(description, schema: dict):
    schema = description.follow(schema)
    for union in ("oneOf", "anyOf"):
        if union in schema:
            return sample(description, schema[union][0])
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    return MAKERS[kind if isinstance(kind, str) else kind[0]](description, schema)


def an_object(description, schema: dict) -> dict:
    merged = dict(schema.get("properties", {}))
    return {name: sample(description, merged[name]) for name in schema.get("required", [])}


def an_array(description, schema: dict) -> list:
    return [sample(description, schema["items"]) for _ in range(schema.get("minItems", 0))]


def a_text(_, schema: dict) -> str:
    if "pattern" in schema:
        return PATTERNS[schema["pattern"]]
    return FORMATS.get(schema.get("format")) or "x" * max(1, schema.get("minLength", 0))


MAKERS = {
    "object": an_object,
    "array": an_array,
    "string": a_text,
    "integer": lambda _, schema: max(1, schema.get("minimum", 1)),
    "number": lambda _, schema: max(1, schema.get("minimum", 1)),
    "boolean": lambda *_: True,
}
