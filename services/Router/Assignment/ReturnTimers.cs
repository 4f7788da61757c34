using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Assignment;

/// <summary>Keeps beside each ticket by when whoever was given it must have opened it, and from whom it was taken again.</summary>
internal static class ReturnTimers
{
    private const string Arm = """
        INSERT INTO router.return_timers (ticket_id, agent_id, given_at, next_fire_at)
        SELECT * FROM unnest(@ticketIds, @agentIds, @givenAts, @dues)
        ON CONFLICT (ticket_id) DO UPDATE
           SET agent_id = excluded.agent_id, given_at = excluded.given_at, next_fire_at = excluded.next_fire_at
        """;

    private const string Disarm = """
        DELETE FROM router.return_timers WHERE ticket_id = ANY (@ids)
        """;

    private const string Log = """
        INSERT INTO router.returns (ticket_id, agent_id, queue_id, given_at, returned_at, reason)
        SELECT * FROM unnest(@ticketIds, @agentIds, @queueIds, @givenAts, @returnedAts, @reasons)
        """;

    /// <summary>Brings the timers of changed tickets in line with them; the tickets' rows are locked.</summary>
    public static async Task FollowAsync(
        NpgsqlTransaction transaction,
        IReadOnlyCollection<TicketFile> changed,
        CancellationToken cancellationToken
    )
    {
        Task RunAsync(string sql, object parameters) =>
            transaction.Connection!.ExecuteAsync(
                new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken)
            );

        var armed = changed.Select(Armed).OfType<Timer>().ToArray();
        var gone = changed
            .Where(MayHaveTimer)
            .Select(file => file.TicketId)
            .Except(armed.Select(timer => timer.TicketId));
        if (gone.ToArray() is { Length: > 0 } ids)
        {
            await RunAsync(Disarm, new { ids });
        }

        if (armed.Length > 0)
        {
            await RunAsync(
                Arm,
                new
                {
                    ticketIds = Array.ConvertAll(armed, timer => timer.TicketId),
                    agentIds = Array.ConvertAll(armed, timer => timer.AgentId),
                    givenAts = Array.ConvertAll(armed, timer => timer.GivenAt),
                    dues = Array.ConvertAll(armed, timer => timer.Due),
                }
            );
        }

        if (changed.SelectMany(Returned).ToArray() is { Length: > 0 } returns)
        {
            await RunAsync(
                Log,
                new
                {
                    ticketIds = Array.ConvertAll(returns, entry => entry.File.TicketId),
                    agentIds = Array.ConvertAll(returns, entry => entry.AgentId),
                    queueIds = Array.ConvertAll(returns, entry => entry.File.State.QueueId),
                    givenAts = Array.ConvertAll(returns, entry => entry.File.Stored.AssignedAt),
                    returnedAts = Array.ConvertAll(returns, entry => entry.Event.At),
                    reasons = Array.ConvertAll(returns, entry => entry.Event.Cause ?? "taken back"),
                }
            );
        }
    }

    /// <summary>The timer of a ticket that was just given to somebody who has not touched it yet.</summary>
    private static Timer? Armed(TicketFile file) =>
        file.State is { IsUnresolved: true, AssigneeId: { } agent, AcceptedAt: null }
        && file.Events.Any(change => change.Kind == "assigned")
        && !ActedBy(file, agent)
        && file.Stored.AssignedAt is { } givenAt
        && file.Rules.ReturnDue(file.State.QueueId, givenAt) is { } due
            ? new Timer(file.TicketId, agent, givenAt, due)
            : null;

    /// <summary>True where a timer that was there has lost its point: given on, opened, worked on, or done.</summary>
    private static bool MayHaveTimer(TicketFile file) =>
        file.Before is { AssigneeId: { } agent, AcceptedAt: null }
        && (
            file.State.AssigneeId != agent
            || file.State.AcceptedAt is not null
            || !file.State.IsUnresolved
            || ActedBy(file, agent)
            || file.Events.Any(change => change.Kind == "assigned")
        );

    private static bool ActedBy(TicketFile file, Guid agent) =>
        file.Events.Any(change => change.Actor == agent.ToString());

    /// <summary>What the system took from somebody who had it in hand.</summary>
    private static IEnumerable<(TicketFile File, Guid AgentId, EventRow Event)> Returned(TicketFile file) =>
        file.Before is { IsUnresolved: true, AssigneeId: { } agent }
            ? file
                .Events.Where(change => change is { Kind: "unassigned", Actor: Actor.System })
                .Take(1)
                .Select(change => (file, agent, change))
            : [];

    private sealed record Timer(long TicketId, Guid AgentId, Instant GivenAt, Instant Due);
}
