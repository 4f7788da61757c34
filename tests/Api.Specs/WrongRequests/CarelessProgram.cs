using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace TriageMesh.Api.Specs.WrongRequests;

/// <summary>For each command that an API description names: bodies as a careless program sends them.</summary>
internal static class CarelessProgram
{
    private const int Deepest = 4;
    private const string Place = "here";

    // The last two are texts that a database refuses: a zero, and half a character.
    private static readonly string[] Wrong =
    [
        "null",
        "[]",
        "{}",
        "\"\"",
        "-1",
        "[null]",
        "1e30",
        "\"a\\u0000b\"",
        "\"a\\ud800b\"",
    ];

    // What a part of a cursor may be: numbers at the ends of their kinds, instants beyond their own, and texts of none.
    private static readonly string[] Extremes =
    [
        "9223372036854775807",
        "-9223372036854775808",
        "2147483648",
        "1e39",
        "NaN",
        "-9998-01-01T00:00:00Z",
        "2026-06-06T00:00:00+14:00",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "a\0b",
        "",
    ];

    /// <summary>One wrong body for a command, or one wrong address of what is read, by the part that is wrong.</summary>
    public sealed record Attempt(string Method, string Path, string? Body, string? Part = null);

    /// <summary>Everything that can be read, with each part of its question wrong.</summary>
    /// <inheritdoc cref="Bodies"/>
    public static IEnumerable<Attempt> Addresses(JsonObject description, Func<string, JsonNode, string> segment)
    {
        foreach (var (path, methods) in description["paths"]!.AsObject())
        {
            if (methods!["get"] is not { } operation)
            {
                continue;
            }

            var address = Filled(path, operation, segment);
            var names = (operation["parameters"]?.AsArray() ?? []).Where(part => (string?)part!["in"] == "query");
            foreach (var name in names.Select(part => (string)part!["name"]!))
            {
                string[] values = ["", "%00", "word", "-1", "99999999999999999999", "%ff", "1e5", "🙂"];
                foreach (var wrong in name == "cursor" ? [.. values, .. Cursors()] : values)
                {
                    yield return new Attempt("GET", $"{address}?{name}={wrong}", null, name);
                }
            }
        }
    }

    /// <summary>Every command with every wrong body.</summary>
    /// <param name="description">An OpenAPI document.</param>
    /// <param name="segment">What stands for a name in braces, by its name and its schema.</param>
    public static IEnumerable<Attempt> Bodies(JsonObject description, Func<string, JsonNode, string> segment)
    {
        foreach (var (path, methods) in description["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject())
            {
                if (operation!["requestBody"]?["content"]?["application/json"]?["schema"] is not { } schema)
                {
                    continue;
                }

                var address = Filled(path, operation, segment);
                foreach (var body in BodiesOf(Resolved(description, schema), description))
                {
                    yield return new Attempt(method.ToUpperInvariant(), address, body);
                }
            }
        }
    }

    /// <summary>Cursors in the form that the router's lists give out (see Router's <c>Cursor</c>), of one to three parts, each extreme.</summary>
    private static IEnumerable<string> Cursors() =>
        from extreme in Extremes
        from parts in Enumerable.Range(1, 3)
        select Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(string.Join('\u001f', Enumerable.Repeat(extreme, parts)))
        );

    private static IEnumerable<string> BodiesOf(JsonNode schema, JsonObject description)
    {
        string[] always = ["", "null", "[]", "{}", "7", "\"x\"", "{", "[null]"];
        var whole = Example(schema, description, 0);
        return always.Append(Text(whole)).Concat(Spoiled(whole));
    }

    /// <summary>The whole body with one value in it, however deep, left out or replaced by each wrong one.</summary>
    private static IEnumerable<string> Spoiled(JsonNode? whole)
    {
        foreach (var place in Places(whole, []).ToList())
        {
            foreach (var wrong in Wrong)
            {
                var copy = whole!.DeepClone();
                Put(copy, place, JsonValue.Create(Place));
                yield return Text(copy).Replace($"\"{Place}\"", wrong, StringComparison.Ordinal);
            }

            if (place[^1] is string field)
            {
                var without = whole!.DeepClone();
                HolderOf(without, place).AsObject().Remove(field);
                yield return Text(without);
            }
        }
    }

    private static IEnumerable<object[]> Places(JsonNode? node, object[] above) =>
        node switch
        {
            JsonObject fields => fields.SelectMany(field =>
                Places(field.Value, [.. above, field.Key]).Prepend([.. above, field.Key])
            ),
            JsonArray items => items.SelectMany(
                (item, number) => Places(item, [.. above, number]).Prepend([.. above, number])
            ),
            _ => [],
        };

    private static JsonNode HolderOf(JsonNode root, object[] place) =>
        place[..^1].Aggregate(root, (node, step) => step is int n ? node[n]! : node[(string)step]!);

    private static void Put(JsonNode root, object[] place, JsonNode? value)
    {
        var holder = HolderOf(root, place);
        if (place[^1] is int number)
        {
            holder.AsArray()[number] = value;
        }
        else
        {
            holder.AsObject()[(string)place[^1]] = value;
        }
    }

    /// <summary>A body that the schema allows, as far as a schema tells.</summary>
    private static JsonNode? Example(JsonNode schema, JsonObject description, int depth)
    {
        schema = Resolved(description, schema);
        if (schema["enum"]?.AsArray() is [{ } first, ..])
        {
            return first.DeepClone();
        }

        return TypeOf(schema) switch
        {
            "object" when depth < Deepest => ExampleObject(schema, description, depth),
            "object" => new JsonObject(),
            "array" when depth < Deepest && schema["items"] is { } items => new JsonArray(
                Example(items, description, depth + 1)
            ),
            "array" => new JsonArray(),
            "integer" or "number" => JsonValue.Create(1),
            "boolean" => JsonValue.Create(true),
            _ => JsonValue.Create(
                (string?)schema["format"] switch
                {
                    "uuid" => "0198c1f0-0000-7000-8000-000000000001",
                    "date-time" => "2026-06-06T00:00:00Z",
                    "date" => "2026-06-06",
                    _ => "word",
                }
            ),
        };
    }

    private static JsonObject ExampleObject(JsonNode schema, JsonObject description, int depth)
    {
        var whole = new JsonObject();
        foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
        {
            whole[name] = Example(property!, description, depth + 1);
        }

        if (schema["additionalProperties"] is JsonObject values)
        {
            whole["word"] = Example(values, description, depth + 1);
        }

        return whole;
    }

    private static string? TypeOf(JsonNode schema) =>
        schema["type"] switch
        {
            JsonArray types => (string?)types.FirstOrDefault(type => (string?)type != "null"),
            JsonValue type => (string?)type,
            _ => null,
        };

    private static JsonNode Resolved(JsonObject description, JsonNode schema)
    {
        if (schema["oneOf"]?.AsArray() is { } choices)
        {
            return Resolved(description, choices.First(choice => TypeOf(choice!) != "null")!);
        }

        return (string?)schema["$ref"] is { } reference
            ? Resolved(description, description["components"]!["schemas"]![reference.Split('/')[^1]]!)
            : schema;
    }

    private static string Filled(string path, JsonNode operation, Func<string, JsonNode, string> segment)
    {
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            if ((string?)parameter!["in"] == "path")
            {
                var name = (string)parameter["name"]!;
                path = path.Replace($"{{{name}}}", segment(name, parameter["schema"]!), StringComparison.Ordinal);
            }
        }

        return path;
    }

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
}
