using System.Text.Json;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Mentions;

namespace TriageMesh.Router.Praise;

/// <summary>An item of the board, with its grant where one holds.</summary>
internal sealed record PraiseRow : MentionRow
{
    /// <summary>Needs the joins of <see cref="Joins"/>.</summary>
    public new const string Columns = $"""
        p.praise_id, p.status, p.score, p.found_at, p.version, p.reach, p.engagement, p.planned_for, p.credit_line,
        g.grant_id, g.request_id AS grant_request_id, g.recorded_by, gb.name AS recorded_by_name, g.granted_at, g.scopes,
        g.territory, g.expires_at, g.post_hash, g.answer, g.answer_link, {MentionRow.Columns}
        """;

    public const string Joins = """
          FROM router.praise p
          JOIN router.mention_keys k USING (mention_id)
          JOIN router.mentions m ON m.mention_id = k.mention_id AND m.routed_at = k.routed_at
          JOIN router.authors a ON a.channel = m.channel AND a.account = m.account AND a.author_id = m.author_id
          LEFT JOIN router.agents r ON r.agent_id = m.relabelled_by
          LEFT JOIN router.praise_grants g ON g.grant_id = p.grant_id AND g.ended_at IS NULL
          LEFT JOIN router.agents gb ON gb.agent_id = g.recorded_by
        """;

    public long PraiseId { get; init; }
    public required string Status { get; init; }
    public float Score { get; init; }
    public Instant FoundAt { get; init; }
    public long Version { get; init; }
    public long Reach { get; init; }
    public long Engagement { get; init; }
    public Instant? PlannedFor { get; init; }
    public string? CreditLine { get; init; }
    public long? GrantId { get; init; }
    public Guid GrantRequestId { get; init; }
    public Guid RecordedBy { get; init; }
    public string? RecordedByName { get; init; }
    public Instant GrantedAt { get; init; }
    public string[]? Scopes { get; init; }
    public string[]? Territory { get; init; }
    public Instant? ExpiresAt { get; init; }
    public string? PostHash { get; init; }
    public string? Answer { get; init; }
    public string? AnswerLink { get; init; }

    public PraiseItem ToItem() =>
        new()
        {
            Id = PraiseId,
            Status = WireName<PraiseStatus>.Parse(Status),
            Score = Score,
            Reach = Reach,
            Engagement = Engagement,
            PlannedFor = PlannedFor?.ToDateTimeOffset(),
            CreditLine = Domain.Praise.CreditLine.For(CreditLine, Handle, AuthorName, AuthorId, Channel, Language),
            Grant = GrantId is { } id
                ? new GrantView
                {
                    Id = id,
                    RequestId = GrantRequestId,
                    RecordedBy = new PersonView(RecordedBy, RecordedByName ?? ""),
                    GrantedAt = GrantedAt.ToDateTimeOffset(),
                    Scopes = [.. Scopes!.Select(WireName<GrantScope>.Parse)],
                    Territory = Territory!,
                    ExpiresAt = ExpiresAt?.ToDateTimeOffset(),
                    PostHash = PostHash!,
                    Answer = Answer!,
                    AnswerLink = AnswerLink,
                }
                : null,
            FoundAt = FoundAt.ToDateTimeOffset(),
            Version = Version,
            Mention = ToMention(),
        };
}

internal sealed record RequestRow
{
    public Guid RequestId { get; init; }
    public Guid AskedBy { get; init; }
    public required string AskedByName { get; init; }
    public Instant AskedAt { get; init; }
    public required string[] Scopes { get; init; }
    public required string[] Territory { get; init; }
    public required string Wording { get; init; }
    public required string Language { get; init; }
    public required string Status { get; init; }
    public string? FailureReason { get; init; }

    public PraiseRequestView ToView() =>
        new()
        {
            Id = RequestId,
            AskedBy = new PersonView(AskedBy, AskedByName),
            AskedAt = AskedAt.ToDateTimeOffset(),
            Scopes = [.. Scopes.Select(WireName<GrantScope>.Parse)],
            Territory = Territory,
            Wording = Wording,
            Language = Language,
            Status = WireName<ReplyStatus>.Parse(Status),
            FailureReason = FailureReason,
        };
}

internal sealed record GrantRow
{
    public long GrantId { get; init; }
    public Guid RequestId { get; init; }
    public Guid RecordedBy { get; init; }
    public required string RecordedByName { get; init; }
    public Instant GrantedAt { get; init; }
    public required string[] Scopes { get; init; }
    public required string[] Territory { get; init; }
    public Instant? ExpiresAt { get; init; }
    public required string PostHash { get; init; }
    public required string Answer { get; init; }
    public string? AnswerLink { get; init; }
    public Instant? EndedAt { get; init; }
    public string? EndedBy { get; init; }

    public GrantView ToView() =>
        new()
        {
            Id = GrantId,
            RequestId = RequestId,
            RecordedBy = new PersonView(RecordedBy, RecordedByName),
            GrantedAt = GrantedAt.ToDateTimeOffset(),
            Scopes = [.. Scopes.Select(WireName<GrantScope>.Parse)],
            Territory = Territory,
            ExpiresAt = ExpiresAt?.ToDateTimeOffset(),
            PostHash = PostHash,
            Answer = Answer,
            AnswerLink = AnswerLink,
            EndedAt = EndedAt?.ToDateTimeOffset(),
            EndedBy = EndedBy,
        };
}

internal sealed record PraiseEventRow
{
    public long EventId { get; init; }
    public required string Kind { get; init; }
    public required string Actor { get; init; }
    public Guid? AgentId { get; init; }
    public string? Name { get; init; }
    public Instant At { get; init; }
    public required string Status { get; init; }
    public required string Data { get; init; }

    public PraiseEventView ToView() =>
        new(
            EventId,
            Kind,
            Actor,
            AgentId is { } id ? new PersonView(id, Name ?? "") : null,
            At.ToDateTimeOffset(),
            WireName<PraiseStatus>.Parse(Status),
            JsonElement.Parse(Data)
        );
}

internal sealed record TakedownRow
{
    /// <summary>Where a post was shown stands in its history.</summary>
    public const string Columns = """
        t.takedown_id, t.praise_id, t.reason, t.raised_at, t.assignee_id, ta.name AS assignee_name, t.done_at, t.done_by,
        td.name AS done_by_name, t.note, t.version,
        ARRAY (SELECT e.data ->> 'link' FROM router.praise_events e
                WHERE e.praise_id = t.praise_id AND e.kind IN ('posted', 'reposted') AND e.data ? 'link'
                ORDER BY e.event_id) AS links
        """;

    public const string Joins = """
          FROM router.takedowns t
          LEFT JOIN router.agents ta ON ta.agent_id = t.assignee_id
          LEFT JOIN router.agents td ON td.agent_id = t.done_by
        """;

    public long TakedownId { get; init; }
    public long PraiseId { get; init; }
    public required string Reason { get; init; }
    public Instant RaisedAt { get; init; }
    public Guid? AssigneeId { get; init; }
    public string? AssigneeName { get; init; }
    public Instant? DoneAt { get; init; }
    public Guid? DoneBy { get; init; }
    public string? DoneByName { get; init; }
    public string? Note { get; init; }
    public long Version { get; init; }
    public required string[] Links { get; init; }

    public TakedownView ToView() =>
        new()
        {
            Id = TakedownId,
            PraiseId = PraiseId,
            Reason = Reason,
            RaisedAt = RaisedAt.ToDateTimeOffset(),
            Assignee = AssigneeId is { } assignee ? new PersonView(assignee, AssigneeName ?? "") : null,
            DoneAt = DoneAt?.ToDateTimeOffset(),
            DoneBy = DoneBy is { } by ? new PersonView(by, DoneByName ?? "") : null,
            Note = Note,
            Links = Links,
            Version = Version,
        };
}
