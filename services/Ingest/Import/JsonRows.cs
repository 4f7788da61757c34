using System.Text.Json;
using System.Text.Json.Nodes;
using TriageMesh.Platform.Http;

namespace TriageMesh.Ingest.Import;

/// <summary>Finds fields in rows that are JSON objects, nested or flat.</summary>
internal sealed class JsonRows(IReadOnlyDictionary<string, string> map)
{
    private readonly Dictionary<ImportField, string> _named = map.ToDictionary(
        pair => ImportFields.Named(pair.Key),
        pair => pair.Value
    );

    /// <summary>The values of one row; null where it is no JSON object, with the reason.</summary>
    public Func<ImportField, JsonNode?>? Read(string text, out string? wrong)
    {
        wrong = null;
        JsonObject? row;
        try
        {
            row = JsonNode.Parse(text) as JsonObject;
            // Names that stand twice come to light here.
            _ = row?.Count;
        }
        catch (Exception notJson) when (notJson is JsonException or ArgumentException)
        {
            wrong = notJson is JsonException json ? MeshJson.Explain(json) : "A name stands twice in it.";
            return null;
        }

        if (row is null)
        {
            wrong = "Must be a JSON object.";
            return null;
        }

        var taken = _named.Values.ToHashSet(StringComparer.Ordinal);
        var usual = row.Where(property => !taken.Contains(property.Key) && property.Value is JsonValue or JsonArray)
            .GroupBy(property => ImportFields.Plain(property.Key), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Value, StringComparer.Ordinal);
        return field =>
            _named.TryGetValue(field, out var path)
                ? At(row, path)
                : At(row, field.Name)
                    ?? field.Names.Select(name => usual.GetValueOrDefault(name)).FirstOrDefault(v => v is not null);
    }

    /// <summary>The property of that name, or, along its dots, inside nested objects.</summary>
    private static JsonNode? At(JsonObject row, string path)
    {
        if (row.TryGetPropertyValue(path, out var direct))
        {
            return direct;
        }

        JsonNode? node = row;
        foreach (var name in path.Split('.'))
        {
            node = node is JsonObject inner && inner.TryGetPropertyValue(name, out var value) ? value : null;
        }

        return node is JsonObject ? null : node;
    }
}
