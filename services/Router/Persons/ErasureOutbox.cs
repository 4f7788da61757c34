using Dapper;
using MassTransit;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Bus;

namespace TriageMesh.Router.Persons;

/// <summary>Announces erasures, and again every few minutes until every service has answered.</summary>
internal sealed class ErasureOutbox(NpgsqlDataSource database, IBus bus, TimeProvider time)
{
    private const int AtOnce = 20;
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(10);
    private static readonly Duration AgainAfter = Duration.FromMinutes(5);

    private const string Claim = """
        SELECT erasure_id, channel, author_id
          FROM router.erasures
         WHERE finished_at IS NULL AND (announced_at IS NULL OR announced_at < @again)
         ORDER BY requested_at
         LIMIT @AtOnce
           FOR NO KEY UPDATE SKIP LOCKED
        """;

    private const string Mark = """
        UPDATE router.erasures SET announced_at = @now WHERE erasure_id = @id
        """;

    /// <summary>Publishes what is there and marks it; if publishing fails, nothing is marked.</summary>
    /// <returns>How many were published.</returns>
    public async Task<int> PublishAsync(CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        var waiting = (
            await connection.QueryAsync<(Guid Id, string Channel, string AuthorId)>(
                Command(Claim, new { AtOnce, again = now - AgainAfter })
            )
        ).AsList();
        if (waiting.Count == 0)
        {
            return 0;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(PublishTimeout);
        foreach (var (id, channel, authorId) in waiting)
        {
            await bus.PublishToQueueAsync(new EraseAuthor(id, channel, authorId), deadline.Token);
            await connection.ExecuteAsync(Command(Mark, new { id, now }));
        }

        await transaction.CommitAsync(cancellationToken);
        return waiting.Count;
    }
}
