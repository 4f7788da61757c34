using System.Text.Json;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Mentions;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Screenshots;

/// <summary>The mentions that deploy/up loads too, posted in the last hour or so.</summary>
internal static class SampleMentions
{
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(80);

    public static async Task<IReadOnlyList<Mention>> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lines = await File.ReadAllLinesAsync(
            RepositoryRoot.Below("deploy", "sample", "mentions.jsonl"),
            cancellationToken
        );
        return [.. lines.Select((line, place) => Read(JsonElement.Parse(line), At(place, lines.Length, now), now))];
    }

    /// <summary>Most of them newly posted, a few an hour ago.</summary>
    private static DateTimeOffset At(int place, int count, DateTimeOffset now) =>
        now - TimeSpan.FromMinutes(1) - (Span * Math.Pow(1 - (double)(place + 1) / count, 3));

    private static Mention Read(JsonElement line, DateTimeOffset at, DateTimeOffset now)
    {
        var author = line.GetProperty("author");
        var (channel, account, id) = (Word(line, "channel")!, Word(line, "account")!, Word(line, "external_id")!);
        return new Mention
        {
            MentionId = MentionIdentity.For(channel, account, id),
            Channel = channel,
            Account = account,
            ExternalId = id,
            ConversationId = Word(line, "conversation_id"),
            Kind = WireName<MentionKind>.Parse(Word(line, "kind")!),
            Author = new MentionAuthor
            {
                Id = Word(author, "id")!,
                Handle = Word(author, "handle"),
                Name = Word(author, "name"),
                Followers = author.TryGetProperty("followers", out var count) ? count.GetInt64() : null,
                Tier = id.EndsWith('5') ? AuthorTier.Vip : AuthorTier.Standard,
            },
            Text = Word(line, "text")!,
            Language = Word(line, "language"),
            PostedAt = at,
            ReceivedAt = now,
            Permalink = Word(line, "permalink"),
            Media = id.EndsWith('2') ? [$"https://media.example/{id}.jpg"] : [],
            Source = "sample",
        };
    }

    private static string? Word(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) ? value.GetString() : null;
}
