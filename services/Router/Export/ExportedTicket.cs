using System.Text.Json;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Platform.Http;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Export;

/// <summary>One ticket with what became of its clocks.</summary>
internal sealed record ExportedTicket : IExportRow
{
    public const string Next = """
        SELECT t.ticket_id, t.status, t.priority, t.label, t.needs_review, t.channel, t.account, t.author_id, q.name AS queue,
               a.name AS assignee, t.order_number, t.mention_count, t.burst, t.cycle, t.continuation_of, t.misrouted,
               t.first_post_at, t.opened_at, t.assigned_at, t.first_replied_at, t.first_resolved_at, t.resolved_at, t.closed_at,
               (SELECT jsonb_agg(jsonb_build_object(
                         'kind', c.kind, 'round', c.round, 'state', c.state, 'calendar_id', c.calendar_id,
                         'started_at', c.started_at, 'target_seconds', c.target_seconds, 'used_us', c.used_us,
                         'running_since', c.running_since, 'paused_us', c.paused_us, 'paused_since', c.paused_since,
                         'elapsed_seconds', c.elapsed_seconds, 'due_at', c.due_at, 'stopped_at', c.stopped_at,
                         'breached_at', c.breached_at) ORDER BY c.started_at, c.kind, c.round)
                  FROM router.clocks c WHERE c.ticket_id = t.ticket_id)::text AS clocks
          FROM router.tickets t
          JOIN router.queues q USING (queue_id)
          LEFT JOIN router.agents a ON a.agent_id = t.assignee_id
         WHERE t.ticket_id > @after
         ORDER BY t.ticket_id
         LIMIT @limit
        """;

    private static readonly (string Name, Func<ExportedClock, object?> Of)[] ClockFields =
    [
        ("state", clock => clock.State),
        ("target_seconds", clock => clock.TargetSeconds),
        ("due_at", clock => At(clock.DueAt)),
        ("met_at", clock => At(clock.MetAt)),
        ("breached", clock => clock.Breached),
        ("breached_at", clock => At(clock.BreachedAt)),
        ("elapsed_seconds", clock => clock.ElapsedSeconds),
        ("paused_seconds", clock => clock.PausedSeconds),
    ];

    public long Key => TicketId;
    public long TicketId { get; init; }
    public required string Status { get; init; }
    public required string Priority { get; init; }
    public required string Label { get; init; }
    public bool NeedsReview { get; init; }
    public required string Channel { get; init; }
    public required string Account { get; init; }
    public required string AuthorId { get; init; }
    public required string Queue { get; init; }
    public string? Assignee { get; init; }
    public string? OrderNumber { get; init; }
    public int MentionCount { get; init; }
    public bool Burst { get; init; }
    public int Cycle { get; init; }
    public long? ContinuationOf { get; init; }
    public bool Misrouted { get; init; }
    public Instant FirstPostAt { get; init; }
    public Instant OpenedAt { get; init; }
    public Instant? AssignedAt { get; init; }
    public Instant? FirstRepliedAt { get; init; }
    public Instant? FirstResolvedAt { get; init; }
    public Instant? ResolvedAt { get; init; }
    public Instant? ClosedAt { get; init; }
    public string? Clocks { get; init; }

    /// <summary>The head of the CSV: each clock in its latest round; the rounds before are in the JSON lines.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "number",
        "status",
        "priority",
        "label",
        "needs_review",
        "channel",
        "account",
        "author_id",
        "queue",
        "assignee",
        "order_number",
        "mention_count",
        "burst",
        "reopen_count",
        "continuation_of",
        "misrouted",
        "first_post_at",
        "opened_at",
        "assigned_at",
        "first_replied_at",
        "first_resolved_at",
        "resolved_at",
        "closed_at",
        .. WireName<ClockKind>.All.SelectMany(kind => ClockFields.Select(field => $"{kind}_{field.Name}")),
    ];

    /// <summary>The clocks as they stand at an instant.</summary>
    public List<ExportedClock> ClocksAsOf(Instant now, RuleBook rules) =>
        Clocks is null
            ? []
            : JsonSerializer
                .Deserialize<List<StoredClock>>(Clocks, MeshJson.Options)!
                .ConvertAll(clock => clock.AsOf(now, rules));

    /// <summary>The row under <see cref="Columns"/>.</summary>
    public IEnumerable<object?> ToCells(IReadOnlyList<ExportedClock> clocks) =>
        [
            TicketNumber.Of(TicketId),
            Status,
            Priority,
            Label,
            NeedsReview,
            Channel,
            Account,
            AuthorId,
            Queue,
            Assignee,
            OrderNumber,
            MentionCount,
            Burst,
            Cycle - 1,
            ContinuationOf is { } earlier ? TicketNumber.Of(earlier) : null,
            Misrouted,
            FirstPostAt,
            OpenedAt,
            AssignedAt,
            FirstRepliedAt,
            FirstResolvedAt,
            ResolvedAt,
            ClosedAt,
            .. WireName<ClockKind>.All.SelectMany(kind =>
            {
                var clock = clocks.LastOrDefault(each => each.Kind == kind);
                return ClockFields.Select(field => clock is null ? null : field.Of(clock));
            }),
        ];

    public object ToLine(IReadOnlyList<ExportedClock> clocks) =>
        new
        {
            Number = TicketNumber.Of(TicketId),
            Status,
            Priority,
            Label,
            NeedsReview,
            Channel,
            Account,
            AuthorId,
            Queue,
            Assignee,
            OrderNumber,
            MentionCount,
            Burst,
            ReopenCount = Cycle - 1,
            ContinuationOf = ContinuationOf is { } earlier ? TicketNumber.Of(earlier) : null,
            Misrouted,
            FirstPostAt = FirstPostAt.ToDateTimeOffset(),
            OpenedAt = OpenedAt.ToDateTimeOffset(),
            AssignedAt = AssignedAt?.ToDateTimeOffset(),
            FirstRepliedAt = FirstRepliedAt?.ToDateTimeOffset(),
            FirstResolvedAt = FirstResolvedAt?.ToDateTimeOffset(),
            ResolvedAt = ResolvedAt?.ToDateTimeOffset(),
            ClosedAt = ClosedAt?.ToDateTimeOffset(),
            Clocks = clocks,
        };

    private static Instant? At(DateTimeOffset? at) => at is { } there ? Instant.FromDateTimeOffset(there) : null;
}
