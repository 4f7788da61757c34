using Microsoft.Extensions.Options;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Snooze;

/// <summary>Brings snoozed tickets back when their time has come.</summary>
internal sealed class SnoozeTimers(TicketSweep sweep, IOptions<TicketOptions> options)
{
    private const string Claim = """
        SELECT ticket_id
          FROM router.tickets
         WHERE snoozed_until <= @now
         ORDER BY snoozed_until
         LIMIT @BatchSize
           FOR NO KEY UPDATE SKIP LOCKED
        """;

    private readonly TicketSettings _settings = options.Value.ToSettings();

    /// <summary>Wakes what is due, in one transaction.</summary>
    /// <returns>How many were found; another call may find more where it is <see cref="TicketSweep.BatchSize"/>.</returns>
    public Task<int> WakeDueAsync(CancellationToken cancellationToken)
    {
        var now = sweep.Now();
        return sweep.RunAsync(
            Claim,
            new { now, TicketSweep.BatchSize },
            file =>
            {
                var decision = TicketLife.Decide(file.State, new WakeTicket(WakeCause.Time), now, _settings);
                file.Apply(decision.Changes, Actor.System, now, "the time has come");
            },
            cancellationToken
        );
    }
}
