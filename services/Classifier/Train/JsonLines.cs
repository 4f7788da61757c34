using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TriageMesh.Classifier.Train;

/// <summary>Reads files of one JSON object a line; whatever is wrong is said with file and line.</summary>
internal static class JsonLines
{
    /// <summary>The rows of a file with their line numbers. Empty lines are passed over.</summary>
    /// <exception cref="InputException">The file cannot be opened, or a line is no JSON object.</exception>
    public static async IAsyncEnumerable<JsonRow> ReadAsync(
        string path,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var reader = Open(path);
        var number = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Parse(path, number, line);
            }
        }
    }

    /// <summary>The files that <paramref name="inputs"/> name: a folder stands for its <c>*.jsonl</c> files, by name.</summary>
    /// <exception cref="InputException">Nothing is there.</exception>
    public static IReadOnlyList<string> Files(IEnumerable<string> inputs) =>
        [.. inputs.SelectMany(input => Directory.Exists(input) ? InFolder(input) : [input])];

    private static List<string> InFolder(string folder)
    {
        var files = Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new InputException($"{folder}: no .jsonl file is in this folder.");
    }

    private static StreamReader Open(string path)
    {
        try
        {
            return new StreamReader(path);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {wrong.Message}", wrong);
        }
    }

    private static JsonRow Parse(string path, int number, string line)
    {
        try
        {
            var value = JsonElement.Parse(line);
            return value.ValueKind == JsonValueKind.Object
                ? new JsonRow(path, number, value)
                : throw new InputException($"{path}:{number}: the line is no JSON object.");
        }
        catch (JsonException wrong)
        {
            throw new InputException($"{path}:{number}: the line is no valid JSON.", wrong);
        }
    }
}

/// <summary>One line of a file.</summary>
internal sealed record JsonRow(string Path, int Line, JsonElement Value)
{
    /// <summary>A field that must be there and be text.</summary>
    public string Text(string field) => OptionalText(field) ?? throw Wrong($"\"{field}\" is missing.");

    /// <summary>A field that may be absent or null, and is text otherwise.</summary>
    public string? OptionalText(string field)
    {
        if (!Value.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        try
        {
            return value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : throw Wrong($"\"{field}\" is no text.");
        }
        catch (InvalidOperationException wrong)
        {
            // An escape for half a surrogate pair, which is no text.
            throw Wrong($"\"{field}\" is no valid text.", wrong);
        }
    }

    public InputException Wrong(string what, Exception? cause = null)
    {
        var message = $"{Path}:{Line}: {what}";
        return cause is null ? new InputException(message) : new InputException(message, cause);
    }
}
