using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Hosting;
using TriageMesh.Platform.Parking;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Clocks;

/// <summary>Clocks that cannot be computed: each is set aside alone, with its timer off, and parked; a replay sets the timer again.</summary>
internal sealed partial class PoisonedClocks(
    NpgsqlDataSource database,
    ParkedMessages parked,
    Signals signals,
    TimeProvider time,
    ILogger<PoisonedClocks> logger
)
{
    // Whoever writes a clock holds its ticket.
    private const string Hold = """
        SELECT ticket_id FROM router.tickets WHERE ticket_id = @TicketId FOR NO KEY UPDATE
        """;

    private const string Disarm = """
        UPDATE router.clocks
           SET next_fire_at = NULL
         WHERE ticket_id = @TicketId AND kind = @Kind AND round = @Round AND next_fire_at = @NextFireAt
        """;

    private const string Arm = """
        UPDATE router.clocks
           SET next_fire_at = @now
         WHERE ticket_id = @TicketId AND kind = @kind AND round = @Round AND next_fire_at IS NULL AND state = 'running'
        """;

    /// <summary>True for what trying again cannot mend, and for what in a row of a clock is no better: the row is wrong, not the moment.</summary>
    /// <remarks>Also rules that are too old, where they have been read again meanwhile.</remarks>
    public static bool IsOfTheClock(Exception wrong) =>
        Unmendable.Is(wrong)
        || wrong
            is (InvalidOperationException and not ObjectDisposedException)
                or KeyNotFoundException
                or TryAgainException
                // Class 23: a row that contradicts another.
                or PostgresException { SqlState: ['2', '3', ..] };

    /// <summary>Parks it and takes its timer off, both or nothing; whatever changes its ticket may set the timer again.</summary>
    public async Task SetAsideAsync(DueClock clock, Exception wrong, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql) => new(sql, clock, transaction, cancellationToken: cancellationToken);

        await connection.ExecuteAsync(Command(Hold));
        if (await connection.ExecuteAsync(Command(Disarm)) == 0)
        {
            return;
        }

        var id = await parked.ParkAsync(
            transaction,
            "router",
            nameof(FireClock),
            JsonSerializer.Serialize(new FireClock(clock.TicketId, clock.ClockKind, clock.Round), ParkedJson.Options),
            $"{clock.Kind} {clock.Round} of {TicketNumber.Of(clock.TicketId)}: {Why(wrong)}",
            cancellationToken
        );
        await transaction.CommitAsync(cancellationToken);
        LogSetAside(clock.Kind, clock.TicketId, id, wrong.GetType().Name);
    }

    /// <summary>Sets the timer of a clock that was set aside and still runs.</summary>
    public async Task ArmAsync(FireClock clock, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var parameters = new
        {
            clock.TicketId,
            kind = clock.Clock.Wire(),
            clock.Round,
            now = Instant.FromDateTimeOffset(time.GetUtcNow()),
        };
        CommandDefinition Command(string sql) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        await connection.ExecuteAsync(Command(Hold));
        await connection.ExecuteAsync(Command(Arm));
        await transaction.CommitAsync(cancellationToken);
        signals.Clocks.Set();
    }

    private static string Why(Exception wrong) =>
        wrong switch
        {
            TryAgainException => "its policy or its calendar is not there",
            PostgresException refused => $"{refused.SqlState}: {refused.MessageText}",
            _ => wrong.GetType().Name,
        };

    [LoggerMessage(
        EventId = 3021,
        Level = LogLevel.Error,
        Message = "The {Clock} clock of ticket {TicketId} is set aside, parked as {ParkedId}: {Reason}"
    )]
    private partial void LogSetAside(string clock, long ticketId, long parkedId, string reason);
}
