using System.Text.Json;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Cli.Learn;

/// <summary>The mentions that the router has, in portions that the classifier takes. It keeps none itself.</summary>
internal static class ExportedMentions
{
    private const int Portion = 500;

    public static async IAsyncEnumerable<IReadOnlyList<PastMention>> ReadAsync(
        MeshApi api,
        Func<PastMention, bool> wanted,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var portion = new List<PastMention>(Portion);
        await foreach (var line in api.LinesAsync("Router", "api/v1/export/mentions.jsonl", cancellationToken))
        {
            if (Read(JsonElement.Parse(line)) is { } mention && wanted(mention))
            {
                portion.Add(mention);
            }

            if (portion.Count == Portion)
            {
                yield return portion;
                portion = new List<PastMention>(Portion);
            }
        }

        if (portion.Count > 0)
        {
            yield return portion;
        }
    }

    private static PastMention Read(JsonElement row) =>
        new()
        {
            Id = row.GetProperty("id").GetString(),
            Text = row.GetProperty("text").GetString()!,
            Language = row.GetProperty("language").GetString(),
            Channel = row.GetProperty("channel").GetString(),
            Account = row.GetProperty("account").GetString(),
            AuthorTier = WireName<AuthorTier>.Parse(row.GetProperty("author_tier").GetString()!),
            Followers = row.GetProperty("followers") is { ValueKind: JsonValueKind.Number } number
                ? number.GetInt64()
                : null,
            Label = WireName<Label>.Parse(row.GetProperty("label").GetString()!),
            ModelVersion = row.GetProperty("model_version").GetString(),
        };
}
