using System.Text.Json;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Mentions;
using TriageMesh.Ingest.Accounts;

namespace TriageMesh.Ingest.Intake;

/// <summary>What is taken for granted while a request's mentions are read.</summary>
internal sealed record ReadingRules
{
    /// <summary>Recorded as the mention's source.</summary>
    public required string Source { get; init; }

    /// <summary>For mentions that name none.</summary>
    public string? Channel { get; init; }

    /// <summary>For mentions that name none.</summary>
    public string? Account { get; init; }

    /// <summary>True where a mention may not name another channel or account than the ones given here.</summary>
    public bool Fixed { get; init; }

    /// <summary>False for imports: exports without authors are common.</summary>
    public bool AuthorNeeded { get; init; } = true;

    public required DateTimeOffset Now { get; init; }

    public string? TraceParent { get; init; }
}

/// <summary>One mention of a request: either good, or gone from its platform, or with what is wrong by field.</summary>
internal sealed record ReadItem(
    int Index,
    string? ExternalId,
    Mention? Mention,
    IReadOnlyDictionary<string, string[]>? Errors
)
{
    /// <summary>The mention that is gone from its platform, where the item says so.</summary>
    public Guid? Withdrawn { get; init; }

    public bool IsGood => Mention is not null || Withdrawn is not null;
}

/// <summary>Reads a mention as senders write it. Same input, same answer.</summary>
internal static class MentionReader
{
    public const int MaxTextLength = 10_000;
    private const int MaxIdLength = 500;
    private const int MaxNameLength = 200;
    private const int MaxMedia = 50;

    /// <summary>A platform's clock may be ahead of ours by this much.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);

    public static ReadItem Read(JsonElement item, int index, ReadingRules rules)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return Bad(index, externalId: null, new() { ["mention"] = ["Must be an object."] });
        }

        var wrong = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var fields = new FieldReader(item, wrong);
        var externalId = fields.Id("external_id", MaxIdLength, required: true);
        var channel = Of(fields, "channel", 50, rules.Channel, rules.Fixed);
        var account = Of(fields, "account", MaxNameLength, rules.Account, rules.Fixed);
        if (channel is not null && !IngestOptionsValidator.ChannelName.IsMatch(channel))
        {
            channel = fields.Wrong<string>("channel", "Must have lower-case letters, digits, dashes or underscores.");
        }

        if (fields.Flag("deleted"))
        {
            return wrong.Count > 0
                ? Bad(index, externalId, wrong)
                : new ReadItem(index, externalId, Mention: null, Errors: null)
                {
                    Withdrawn = MentionIdentity.For(channel ?? "", account ?? "", externalId ?? ""),
                };
        }

        var author = Author(fields, rules, externalId);
        var text = fields.Text("text", MaxTextLength, required: true);
        var mention = new Mention
        {
            MentionId = Guid.Empty,
            Channel = channel ?? "",
            Account = account ?? "",
            ExternalId = externalId ?? "",
            ParentExternalId = fields.Id("parent_id", MaxIdLength),
            ConversationId = fields.Id("conversation_id", MaxIdLength),
            Kind = fields.Choice<MentionKind>("kind"),
            Visibility = fields.Choice<Visibility>("visibility"),
            Author = author,
            Text = text ?? "",
            Language = Language(fields),
            PostedAt = fields.Time("posted_at", rules.Now + Ahead) ?? rules.Now,
            ReceivedAt = rules.Now,
            Permalink = fields.Link("permalink"),
            Rating = (int?)fields.Number("rating", 1, 5),
            Media = fields.Links("media", MaxMedia),
            TraceParent = rules.TraceParent,
            Source = rules.Source,
        };
        return wrong.Count > 0
            ? Bad(index, externalId, wrong)
            : new ReadItem(
                index,
                externalId,
                mention with
                {
                    MentionId = MentionIdentity.For(mention.Channel, mention.Account, mention.ExternalId),
                },
                Errors: null
            );
    }

    private static ReadItem Bad(int index, string? externalId, Dictionary<string, List<string>> wrong) =>
        new(
            index,
            externalId,
            Mention: null,
            wrong.ToDictionary(field => field.Key, field => field.Value.ToArray(), StringComparer.Ordinal)
        );

    private static string? Of(FieldReader fields, string name, int atMost, string? usual, bool isFixed)
    {
        var given = fields.Id(name, atMost, required: usual is null);
        return given is not null && isFixed && usual is not null && given != usual
            ? fields.Wrong<string>(name, $"This source delivers {usual} only.")
            : given ?? usual;
    }

    private static MentionAuthor Author(FieldReader fields, ReadingRules rules, string? externalId)
    {
        var author = fields.Object("author", rules.AuthorNeeded);
        return new MentionAuthor
        {
            Id = author?.Id("id", MaxNameLength, rules.AuthorNeeded) ?? $"unknown:{externalId}",
            Handle = author?.Text("handle", MaxNameLength),
            Name = author?.Text("name", MaxNameLength),
            Followers = author?.Number("followers", 0, long.MaxValue),
            Verified = author?.Flag("verified") ?? false,
            Tier = author?.Choice<AuthorTier>("tier") ?? default,
        };
    }

    private static string? Language(FieldReader fields)
    {
        var tag = fields.Text("lang", 35)?.Trim();
        return tag is null || tag.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            ? tag
            : fields.Wrong<string>("lang", "Must be a language tag such as zh or en-GB.");
    }
}
