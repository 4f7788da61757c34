using TriageMesh.Router.Reports;

namespace TriageMesh.Router.Tickets;

// The lists that a figure of the board or of a report opens: the tickets that it counts, newest first.
internal static partial class TicketLists
{
    // What the figure counts comes first, from the index of its time; then those of the tickets that are asked for.
    private const string TicketsOf = """
        SELECT t.ticket_id, NULL::timestamptz AS sort_at
          FROM router.tickets t
         WHERE t.ticket_id = ANY (ARRAY (
        """;

    private const string NewestFirst = $"""
        {WithinView}
        {OlderThan}
        """;

    private const string OfTheHour = $"""
           AND NOT t.misrouted
        {NewestFirst}
        """;

    /// <summary>Tickets whose first post was written in one of these hours, newest first.</summary>
    internal const string ArrivedInHours = $"""
        {TicketsOf}
               SELECT a.ticket_id
                 FROM unnest(@starts, @ends) AS w (start_at, end_at)
                 JOIN router.tickets a ON a.first_post_at >= w.start_at AND a.first_post_at < w.end_at))
        {OfTheHour}
        """;

    /// <summary>Tickets of which a promise broke in one of these hours, newest first.</summary>
    internal const string BrokenInHours = $"""
        {TicketsOf}
               SELECT DISTINCT p.ticket_id
                 FROM unnest(@clocks) AS k (clock)
                CROSS JOIN unnest(@starts, @ends) AS w (start_at, end_at)
                CROSS JOIN LATERAL (
                      SELECT b.ticket_id
                        FROM router.promises b
                       WHERE b.clock = k.clock AND b.broken_at >= w.start_at AND b.broken_at < w.end_at
                      OFFSET 0) AS p))
        {OfTheHour}
        """;

    /// <summary>Tickets of which a promise of one clock was stopped within a span, newest first: those that BoardFigures.Count counts.</summary>
    internal const string StoppedWithin = $"""
        {TicketsOf}
               SELECT p.ticket_id
                 FROM router.promises p
                WHERE p.clock = @clock AND p.stopped_at >= @from AND p.stopped_at < @to AND p.ticket_id < @afterId
                  AND (@met IS FALSE OR p.in_time)
                  AND (@took::bigint IS NULL OR p.used_seconds >= @took)
                  AND (@promiseQueue::uuid IS NULL OR p.stopped_queue = @promiseQueue)
                  AND (@promiseAgent::uuid IS NULL OR p.stopped_agent = @promiseAgent)
                  AND (@promisePolicy::uuid IS NULL OR p.stopped_policy IN (
                       SELECT v.policy_id FROM router.policies v WHERE v.policy_key = @promisePolicy))
                  AND (@without::text IS NULL
                       OR CASE @without WHEN 'queue' THEN p.stopped_queue WHEN 'agent' THEN p.stopped_agent
                                        ELSE (SELECT v.policy_key FROM router.policies v WHERE v.policy_id = p.stopped_policy)
                          END IS NULL)))
        {NewestFirst}
        """;

    /// <summary>Tickets of which a promise of one clock broke within a span, newest first.</summary>
    internal const string BrokenWithin = $"""
        {TicketsOf}
               SELECT p.ticket_id
                 FROM router.promises p
                WHERE p.clock = @clock AND p.broken_at >= @from AND p.broken_at < @to AND p.ticket_id < @afterId
                  AND (@promiseQueue::uuid IS NULL OR p.broken_queue = @promiseQueue)
                  AND (@promiseAgent::uuid IS NULL OR p.broken_agent = @promiseAgent)
                  AND (@promisePolicy::uuid IS NULL OR p.broken_policy IN (
                       SELECT v.policy_id FROM router.policies v WHERE v.policy_key = @promisePolicy))
                  AND (@without::text IS NULL
                       OR CASE @without WHEN 'queue' THEN p.broken_queue WHEN 'agent' THEN p.broken_agent
                                        ELSE (SELECT v.policy_key FROM router.policies v WHERE v.policy_id = p.broken_policy)
                          END IS NULL)))
        {NewestFirst}
        """;

    /// <summary>Tickets that an agent set to wait within a span, newest first: those that PauseReports.Figures counts.</summary>
    internal const string PausesSetWithin = $"""
        {TicketsOf}
               SELECT e.ticket_id
                 FROM router.events e
                WHERE e.kind = 'waiting' AND e.actor = @pausedBy AND e.at >= @from AND e.at < @to
                  AND e.ticket_id < @afterId AND {PauseReports.IsNoCopy}))
        {NewestFirst}
        """;

    /// <summary>Tickets that stood still within a span by an agent's word, newest first: those whose time PauseReports.Parts brings.</summary>
    internal const string PausedWithin = $"""
        {TicketsOf}
               SELECT p.ticket_id
        {PauseReports.HeldWithin}
                  AND p.by_actor = @pausedBy AND p.ticket_id < @afterId
                  AND greatest(p.from_at, @from, s.at) < least(coalesce(p.to_at, @now), @to, @now)))
        {NewestFirst}
        """;

    /// <summary>Tickets that were handed over within a span with one outcome, newest first: those of HandOverReport.Page.</summary>
    internal const string HandedOverWithin = $"""
        {TicketsOf}
               SELECT e.ticket_id
                 FROM router.events e
        {HandOverReport.Ending}
                WHERE e.kind = 'handed_over' AND e.at >= @from AND e.at < @to AND e.ticket_id < @afterId
                  AND {HandOverReport.Outcome} = @outcome))
        {NewestFirst}
        """;

    /// <summary>Tickets that came back within a span, of one cause or any, newest first: those that ReopenReportEndpoint.Causes counts.</summary>
    internal const string ReopenedWithin = $"""
        {TicketsOf}
               SELECT e.ticket_id
                 FROM router.events e
                WHERE e.kind = 'reopened' AND e.at >= @from AND e.at < @to AND e.ticket_id < @afterId
                  AND (@cause::text IS NULL OR {ReopenReportEndpoint.Cause} = @cause)))
        {NewestFirst}
        """;
}
