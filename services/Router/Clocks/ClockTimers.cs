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
    TimeProvider time
)
{
    /// <summary>How many clocks one transaction takes.</summary>
    public const int BatchSize = 200;

    // The ticket's row is the lock, as for everybody who writes clocks; a ticket that somebody else has comes round again.
    private const string Claim = """
        SELECT c.ticket_id
          FROM router.clocks c
          JOIN router.tickets t USING (ticket_id)
         WHERE c.next_fire_at <= @now
         ORDER BY c.next_fire_at
         LIMIT @BatchSize
           FOR NO KEY UPDATE OF t SKIP LOCKED
        """;

    private const string Next = """
        SELECT min(next_fire_at) FROM router.clocks WHERE next_fire_at IS NOT NULL
        """;

    private readonly TicketSettings _settings = options.Value.ToSettings();

    /// <summary>Fires what is due, in one transaction. Of a clock that was passed by several steps only the highest takes effect.</summary>
    /// <returns>How many clocks were found due; another call may find more where it is <see cref="BatchSize"/>.</returns>
    public async Task<int> FireDueAsync(CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var due = (
            await connection.QueryAsync<long>(
                new CommandDefinition(Claim, new { now, BatchSize }, transaction, cancellationToken: cancellationToken)
            )
        ).AsList();
        if (due.Count == 0)
        {
            return 0;
        }

        var book = await rules.LoadAsync(cancellationToken);
        var files = await TicketStore.LockAsync(transaction, [.. due.Distinct()], book, cancellationToken);
        foreach (var file in files.Values)
        {
            foreach (var (kind, round) in DueOf(file, now))
            {
                Fire(file, file.Clocks.Single(clock => clock.ClockKind == kind && clock.Round == round), book, now);
            }
        }

        await HandOverTimeout.BounceAsync(transaction, files.Values, now, _settings, cancellationToken);
        await TicketWrites.WriteAsync(transaction, files.Values, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Announce(files.Values);
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

    private static List<(ClockKind, int)> DueOf(TicketFile file, Instant now) =>
        [
            .. file
                .Clocks.Where(clock => clock.NextFireAt <= now)
                .OrderBy(clock => clock.NextFireAt)
                .Select(clock => (clock.ClockKind, clock.Round)),
        ];

    private void Fire(TicketFile file, ClockRow clock, RuleBook book, Instant now)
    {
        var (value, calendar) = (clock.ToClock(), book.Calendar(clock.CalendarId));
        var due = new StepSchedule(value, book.Policy(clock.PolicyId).Steps, calendar).StepsToFire(now, clock.Fired);
        foreach (var skipped in due.Skipped)
        {
            file.RecordStep(clock, skipped, fired: false, now);
        }

        if (due.Fire is { } fire)
        {
            file.RecordStep(clock, fire, fired: true, now);
        }

        var levels = due.Skipped.Append(due.Fire).OfType<PolicyStep>().Select(step => step.Level);
        file.Put((clock with { Fired = [.. clock.Fired, .. levels] }).With(value.Observe(now, calendar), book));
        foreach (var action in due.Fire?.Actions ?? [])
        {
            Act(file, action, $"{clock.Kind} {due.Fire!.Level}", now);
        }
    }

    private void Act(TicketFile file, StepAction action, string why, Instant now)
    {
        TicketCommand? command = action switch
        {
            // The event itself tells; whom, stands in its cause.
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

    private void Announce(IEnumerable<TicketFile> files)
    {
        signals.Outbox.Set();
        foreach (var file in files)
        {
            foreach (var step in file.Steps)
            {
                telemetry.Step(step.Clock, step.Kind, step.Outcome);
            }

            if (file.State is { IsUnresolved: true, AssigneeId: null })
            {
                signals.RequestDrain(file.State.QueueId);
            }
        }
    }
}
