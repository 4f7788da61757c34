using Dapper;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Domain.Sla;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Database;
using TriageMesh.Router.HandOvers;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Telemetry;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Clocks;

/// <summary>Lets the steps of clocks take effect when their time has come: each once, whichever router is first, however late.</summary>
internal sealed class ClockTimers(
    NpgsqlDataSource database,
    RuleBooks rules,
    IOptions<TicketOptions> options,
    RouterTelemetry telemetry,
    Signals signals,
    PoisonedClocks poisoned,
    TimeProvider time
)
{
    /// <summary>How many clocks one transaction takes.</summary>
    public const int BatchSize = 500;

    private const string Due = $"""
        SELECT {ClockRow.Columns}, t.status, t.queue_id, t.handed_to, t.assignee_id, t.version
          FROM router.clocks c
          JOIN router.tickets t USING (ticket_id)
         WHERE c.next_fire_at <= $1
        """;

    // The ticket's row is the lock, as for everybody who writes clocks; a ticket that somebody else has comes round again.
    // The clock is locked with it, so that what is read is what was last committed, and not what stood when the look began.
    private static readonly string Claim = $"""
        {Due}
         ORDER BY c.next_fire_at
         LIMIT {BatchSize}
           FOR NO KEY UPDATE OF c, t SKIP LOCKED
        """;

    private const string ClaimThese = $"""
        {Due}
           AND (c.ticket_id, c.kind, c.round) IN (SELECT * FROM unnest($2, $3, $4))
         ORDER BY c.next_fire_at
           FOR NO KEY UPDATE OF c, t SKIP LOCKED
        """;

    private const string Next = """
        SELECT min(next_fire_at) FROM router.clocks WHERE next_fire_at IS NOT NULL
        """;

    private readonly TicketSettings _settings = options.Value.ToSettings();

    /// <summary>Fires what is due, in one transaction. Of a clock that was passed by several steps only the highest takes effect.</summary>
    /// <remarks>One that cannot be computed is found by halving and set aside; the others take effect.</remarks>
    /// <returns>How many clocks were found due; another call may find more where it is <see cref="BatchSize"/>.</returns>
    public async Task<int> FireDueAsync(CancellationToken cancellationToken)
    {
        var claimed = new List<DueClock>();
        try
        {
            return await FireAsync(these: null, claimed, cancellationToken);
        }
        catch (Exception wrong) when (claimed.Count > 0 && PoisonedClocks.IsOfTheClock(wrong))
        {
            // All of them once more: rules that were too old have been read again by then.
            await FireApartAsync(claimed, cancellationToken);
            return claimed.Count;
        }
    }

    private async Task FireApartAsync(List<DueClock> clocks, CancellationToken cancellationToken)
    {
        try
        {
            await FireAsync(clocks, [], cancellationToken);
        }
        catch (Exception wrong) when (PoisonedClocks.IsOfTheClock(wrong))
        {
            if (clocks is [var alone])
            {
                await poisoned.SetAsideAsync(alone, wrong, cancellationToken);
                return;
            }

            var half = clocks.Count / 2;
            await FireApartAsync([.. clocks.Take(half)], cancellationToken);
            await FireApartAsync([.. clocks.Skip(half)], cancellationToken);
        }
    }

    /// <summary>Fires what is due of these, or of all; tells what was claimed, also where it then fails.</summary>
    private async Task<int> FireAsync(
        IReadOnlyList<DueClock>? these,
        List<DueClock> claimed,
        CancellationToken cancellationToken
    )
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var due = await ClaimAsync(transaction, these, now, cancellationToken);
        claimed.AddRange(due);
        if (due.Count == 0)
        {
            return 0;
        }

        var book = await rules.LoadAsync(cancellationToken);
        var looks = due.ConvertAll(clock => (Clock: clock, Firing: Firing.Of(clock, book, now)));
        var fired = looks.FindAll(look => !look.Firing.IsStale);
        if (fired.Count > 0)
        {
            await FiringWrites.WriteAsync(transaction, fired, now, cancellationToken);
        }

        var acted = await ActAsync(transaction, looks, book, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Announce(fired, acted);
        return due.Count;
    }

    /// <summary>When the next clock is due; null where none is armed.</summary>
    public async Task<Instant?> NextAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<Instant?>(
            new CommandDefinition(Next, cancellationToken: cancellationToken)
        );
    }

    private static async Task<List<DueClock>> ClaimAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<DueClock>? these,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var statement = these is null ? Claim : ClaimThese;
        await using var command = new NpgsqlCommand(statement, transaction.Connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.ToDateTimeUtc() });
        if (these is not null)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = these.Select(clock => clock.TicketId).ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = these.Select(clock => clock.Kind).ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = these.Select(clock => clock.Round).ToArray() });
        }

        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (due, parse) = (new List<DueClock>(), reader.GetRowParser<DueClock>());
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(parse(reader));
        }

        return due;
    }

    /// <summary>What a step does beside being told, a hand-over that nobody accepted, and what an edited calendar has moved: the ticket is taken in hand for it.</summary>
    private async Task<IReadOnlyCollection<TicketFile>> ActAsync(
        NpgsqlTransaction transaction,
        List<(DueClock Clock, Firing Firing)> looks,
        RuleBook book,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var concerned = looks.FindAll(look => look.Firing.IsStale || Acts(look.Firing));
        var files = await TicketStore.LockAsync(
            transaction,
            [.. concerned.Select(look => look.Clock.TicketId).Distinct()],
            book,
            cancellationToken
        );
        foreach (var (clock, firing) in concerned)
        {
            var file = files[clock.TicketId];
            if (firing.IsStale)
            {
                file.Recalculate(new RecalculationScope(PolicyKey: null, clock.CalendarId), Actor.System, now);
                continue;
            }

            foreach (var action in firing.Fired?.Actions ?? [])
            {
                Act(file, action, $"{clock.Kind} {firing.Fired!.Level}", now);
            }
        }

        await HandOverTimeout.BounceAsync(transaction, files.Values, now, _settings, cancellationToken);
        await TicketWrites.WriteAsync(transaction, files.Values, cancellationToken);
        return files.Values;
    }

    private static bool Acts(Firing firing) =>
        firing.After is { ClockKind: ClockKind.Acceptance, BreachedAt: not null }
        || (firing.Fired?.Actions.Any(action => action != StepAction.Notify) ?? false);

    private void Act(TicketFile file, StepAction action, string why, Instant now)
    {
        TicketCommand? command = action switch
        {
            // Who is told has it in writing already.
            StepAction.Notify => null,
            StepAction.RaisePriority => new RaisePriority(why),
            StepAction.Reassign or StepAction.ReturnToQueue => new UnassignTicket(),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
        };
        if (command is not null)
        {
            file.Apply(TicketLife.Decide(file.State, command, now, _settings).Changes, Actor.System, now, why);
        }
    }

    private void Announce(List<(DueClock Clock, Firing Firing)> fired, IReadOnlyCollection<TicketFile> acted)
    {
        signals.Events.Set();
        foreach (var (clock, firing) in fired)
        {
            foreach (var step in firing.Steps)
            {
                telemetry.Step(clock.Kind, step.Step.Kind.Wire(), step.Fired ? "fired" : "skipped");
            }

            if (clock.AssigneeId is null && firing.Steps.Count > 0)
            {
                signals.RequestDrain(clock.QueueId);
            }
        }

        foreach (var file in acted.Where(file => file.State is { IsUnresolved: true, AssigneeId: null }))
        {
            signals.RequestDrain(file.State.QueueId);
        }
    }
}
