using Microsoft.Extensions.Options;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Clocks;

/// <summary>Closes resolved tickets when the customer may no longer reopen them.</summary>
internal sealed class TicketCloser(TicketSweep sweep, IOptions<TicketOptions> options)
{
    private const string Claim = """
        SELECT ticket_id
          FROM router.tickets
         WHERE status = 'resolved' AND resolved_at <= @before
         ORDER BY resolved_at
         LIMIT @BatchSize
           FOR NO KEY UPDATE SKIP LOCKED
        """;

    private readonly TicketSettings _settings = options.Value.ToSettings();

    /// <summary>Closes what is over, in one transaction.</summary>
    /// <returns>How many were found; another call may find more where it is <see cref="TicketSweep.BatchSize"/>.</returns>
    public Task<int> CloseDueAsync(CancellationToken cancellationToken)
    {
        var now = sweep.Now();
        return sweep.RunAsync(
            Claim,
            new { before = now - _settings.ReopenWindow, TicketSweep.BatchSize },
            file =>
            {
                var decision = TicketLife.Decide(file.State, new CloseTicket(), now, _settings);
                file.Apply(decision.Changes, Actor.System, now, "reopen window over");
            },
            cancellationToken
        );
    }
}
