using System.Text.Json;
using System.Text.Unicode;
using TriageMesh.Platform.Http;

namespace TriageMesh.Ingest.Intake;

/// <summary>The body of a request: one mention, a list of them, or <c>{"mentions": […]}</c> with what they have in common.</summary>
internal sealed class RequestBatch : IDisposable
{
    public const int MaxMentions = 500;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32 };

    private readonly JsonDocument _json;

    private RequestBatch(JsonDocument json) => _json = json;

    public IReadOnlyList<JsonElement> Items { get; private init; } = [];

    /// <summary>False where the body is one mention by itself.</summary>
    public bool IsList { get; private init; } = true;

    /// <summary>The object around the list, which may name a common source, channel and account.</summary>
    public JsonElement? Around { get; private init; }

    /// <summary>Reads the body; where it cannot be used, <paramref name="wrong"/> says why by field.</summary>
    public static RequestBatch? Read(ReadOnlyMemory<byte> body, out (string Field, string Message) wrong)
    {
        wrong = default;
        // The byte order mark that some senders write is no JSON.
        var bytes = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        if (!Utf8.IsValid(bytes.Span))
        {
            wrong = ("body", "Must be UTF-8.");
            return null;
        }

        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(bytes, Strict);
        }
        catch (JsonException notJson)
        {
            wrong = ("body", MeshJson.Explain(notJson));
            return null;
        }

        var batch = Of(json);
        wrong =
            batch is null ? ("body", "Must be a mention, a list of mentions, or an object with the list 'mentions'.")
            : batch.Items.Count == 0 ? ("mentions", "There is no mention in it.")
            : batch.Items.Count > MaxMentions
                ? ("mentions", $"At most {MaxMentions} in one request; it has {batch.Items.Count}.")
            : default;
        if (wrong != default)
        {
            json.Dispose();
            return null;
        }

        return batch;
    }

    public void Dispose() => _json.Dispose();

    private static RequestBatch? Of(JsonDocument json)
    {
        var root = json.RootElement;
        if (root.ValueKind == JsonValueKind.Array)
        {
            return new RequestBatch(json) { Items = [.. root.EnumerateArray()] };
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (!root.TryGetProperty("mentions", out var list))
        {
            return new RequestBatch(json) { Items = [root], IsList = false };
        }

        return list.ValueKind == JsonValueKind.Array
            ? new RequestBatch(json) { Items = [.. list.EnumerateArray()], Around = root }
            : null;
    }
}
