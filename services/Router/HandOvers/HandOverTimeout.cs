using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.HandOvers;

/// <summary>A hand-over that nobody has accepted in its time goes back to the sender, or to their queue when they are not there.</summary>
internal static class HandOverTimeout
{
    /// <summary>Bounces what is overdue among tickets in hand.</summary>
    /// <remarks>Whoever else loses one of them is locked with the senders, because agents are locked once.</remarks>
    public static async Task BounceAsync(
        NpgsqlTransaction transaction,
        IReadOnlyCollection<TicketFile> files,
        Instant now,
        TicketSettings settings,
        CancellationToken cancellationToken
    )
    {
        var overdue = files.Where(IsOverdue).ToList();
        var onDuty = await AgentsOnDuty.RoomForReturnersAsync(
            transaction,
            overdue.Count == 0 ? [] : [.. files.Select(file => file.Before?.AssigneeId).OfType<Guid>().Distinct()],
            now,
            cancellationToken
        );
        foreach (var file in overdue)
        {
            var here = file.State.AssigneeId is { } sender && onDuty.ContainsKey(sender);
            var bounce = new BounceHandOver(BounceCause.TimedOut, null, here);
            var decision = TicketLife.Decide(file.State, bounce, now, settings);
            file.Apply(decision.Changes, Actor.System, now, "nobody accepted it in time");
        }
    }

    private static bool IsOverdue(TicketFile file) =>
        file.State.HandedTo is not null
        && file.Clocks.Any(clock =>
            clock is { ClockKind: ClockKind.Acceptance, BreachedAt: not null, IsRunning: true }
            && clock.Round == file.State.HandOvers
        );
}
