using System.Text.Json;
using TriageMesh.Platform.Http;

namespace TriageMesh.Ingest.Intake;

/// <summary>The links of a mention as one jsonb value.</summary>
internal static class MediaColumn
{
    private const string None = "[]";

    public static string Write(IReadOnlyList<string> links) =>
        links.Count == 0 ? None : JsonSerializer.Serialize(links, MeshJson.Options);

    public static IReadOnlyList<string> Read(string column) =>
        column == None ? [] : JsonSerializer.Deserialize<string[]>(column, MeshJson.Options) ?? [];
}
