using NodaTime;
using TriageMesh.Contracts.Messages;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Export;

/// <summary>One mention with its label and its ticket.</summary>
internal sealed record ExportedMention : IExportRow
{
    public const string All = """
        SELECT m.mention_id, m.channel, m.account, m.external_id, m.parent_external_id, m.conversation_id, m.kind,
               m.visibility, m.author_id, a.tier AS author_tier, a.followers, m.text, m.posted_at, m.received_at, m.routed_at,
               m.permalink, m.rating, m.language, m.label, m.model_label, m.p_complaint, m.p_praise, m.p_question, m.p_other,
               m.needs_review, m.model_version, m.ticket_id
          FROM router.mentions m
          JOIN router.authors a USING (channel, account, author_id)
         ORDER BY m.seq
        """;

    public Guid MentionId { get; init; }
    public required string Channel { get; init; }
    public required string Account { get; init; }
    public required string ExternalId { get; init; }
    public string? ParentExternalId { get; init; }
    public string? ConversationId { get; init; }
    public required string Kind { get; init; }
    public required string Visibility { get; init; }
    public required string AuthorId { get; init; }
    public required string AuthorTier { get; init; }
    public long? Followers { get; init; }
    public required string Text { get; init; }
    public Instant PostedAt { get; init; }
    public Instant ReceivedAt { get; init; }
    public Instant RoutedAt { get; init; }
    public string? Permalink { get; init; }
    public int? Rating { get; init; }
    public required string Language { get; init; }
    public required string Label { get; init; }
    public required string ModelLabel { get; init; }
    public float PComplaint { get; init; }
    public float PPraise { get; init; }
    public float PQuestion { get; init; }
    public float POther { get; init; }
    public bool NeedsReview { get; init; }
    public required string ModelVersion { get; init; }
    public long? TicketId { get; init; }

    public object ToLine() =>
        new
        {
            Id = MentionId,
            ExternalId,
            Channel,
            Account,
            ParentId = ParentExternalId,
            ConversationId,
            Kind,
            Visibility,
            AuthorId,
            AuthorTier,
            Followers,
            Text,
            PostedAt = PostedAt.ToDateTimeOffset(),
            ReceivedAt = ReceivedAt.ToDateTimeOffset(),
            RoutedAt = RoutedAt.ToDateTimeOffset(),
            Permalink,
            Rating,
            Language,
            Label,
            ModelLabel,
            Scores = new LabelScores(PComplaint, PPraise, PQuestion, POther),
            NeedsReview,
            ModelVersion,
            Ticket = TicketId is { } ticket ? TicketNumber.Of(ticket) : null,
        };
}
