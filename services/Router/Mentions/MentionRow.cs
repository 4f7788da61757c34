using System.Text.Json;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Http;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Mentions;

/// <summary>A mention with its author and its label, as every list and view shows it.</summary>
internal record MentionRow : AuthorRow
{
    /// <summary>Needs <c>router.mentions m</c>, <c>router.authors a</c>, and <c>router.agents r</c> joined on the relabeller.</summary>
    public new const string Columns = $"""
        m.mention_id, m.external_id, m.parent_external_id, m.channel, m.account, m.kind, m.visibility, m.text, m.posted_at,
        m.received_at, m.permalink, m.rating, m.media, m.label, m.p_complaint, m.p_praise, m.p_question, m.p_other,
        m.needs_review, m.language, m.model_version, m.terms::text AS terms, m.ticket_id, m.folded_into, m.relabelled_by,
        r.name AS relabelled_by_name, {AuthorRow.Columns}
        """;

    public Guid MentionId { get; init; }
    public required string ExternalId { get; init; }
    public string? ParentExternalId { get; init; }
    public required string Channel { get; init; }
    public required string Account { get; init; }
    public required string Kind { get; init; }
    public required string Visibility { get; init; }
    public required string Text { get; init; }
    public Instant PostedAt { get; init; }
    public Instant ReceivedAt { get; init; }
    public string? Permalink { get; init; }
    public int? Rating { get; init; }
    public required string[] Media { get; init; }
    public required string Label { get; init; }
    public float PComplaint { get; init; }
    public float PPraise { get; init; }
    public float PQuestion { get; init; }
    public float POther { get; init; }
    public bool NeedsReview { get; init; }
    public required string Language { get; init; }
    public required string ModelVersion { get; init; }
    public required string Terms { get; init; }
    public long? TicketId { get; init; }
    public Guid? FoldedInto { get; init; }
    public Guid? RelabelledBy { get; init; }
    public string? RelabelledByName { get; init; }

    public MentionView ToMention() =>
        new()
        {
            Id = MentionId,
            ExternalId = ExternalId,
            ParentExternalId = ParentExternalId,
            Channel = Channel,
            Account = Account,
            Kind = WireName<MentionKind>.Parse(Kind),
            Visibility = WireName<Visibility>.Parse(Visibility),
            Author = ToAuthor(),
            Text = Text,
            PostedAt = PostedAt.ToDateTimeOffset(),
            ReceivedAt = ReceivedAt.ToDateTimeOffset(),
            Permalink = Permalink,
            Rating = Rating,
            Media = Media,
            Label = WireName<Label>.Parse(Label),
            Scores = new LabelScores(PComplaint, PPraise, PQuestion, POther),
            NeedsReview = NeedsReview,
            Language = Language,
            ModelVersion = ModelVersion,
            Terms = JsonSerializer.Deserialize<IReadOnlyList<WeighedTerm>>(Terms, MeshJson.Options) ?? [],
            RelabelledBy = RelabelledBy is { } id ? new PersonView(id, RelabelledByName ?? "") : null,
            FoldedInto = FoldedInto,
            TicketNumber = TicketId is { } ticket ? TicketNumber.Of(ticket) : null,
        };
}
