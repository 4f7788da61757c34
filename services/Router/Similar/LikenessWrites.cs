using Dapper;
using Npgsql;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Similar;

/// <summary>Writes the numbers by which a new ticket is found from others that are about the same.</summary>
internal static class LikenessWrites
{
    private const string Put = """
        INSERT INTO router.likeness (band, ticket_id)
        SELECT * FROM unnest(@bands, @ticketIds)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Those of the tickets that have just been opened; the others have theirs.</summary>
    public static async Task FollowAsync(
        NpgsqlTransaction transaction,
        IEnumerable<TicketFile> files,
        CancellationToken cancellationToken
    )
    {
        var rows = files
            .Where(file => file.Before is null)
            .SelectMany(file => Likeness.Of(file.Stored.OpeningLine).Bands().Select(band => (band, file.TicketId)))
            .ToList();
        if (rows.Count > 0)
        {
            await transaction.Connection!.ExecuteAsync(
                new CommandDefinition(
                    Put,
                    new
                    {
                        bands = rows.Select(row => row.band).ToArray(),
                        ticketIds = rows.Select(row => row.TicketId).ToArray(),
                    },
                    transaction,
                    cancellationToken: cancellationToken
                )
            );
        }
    }
}
