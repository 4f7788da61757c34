using Dapper;
using MassTransit;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Bus;

namespace TriageMesh.Ingest.Persons;

/// <summary>Takes an author out of the record of what came in. The mentions' ids stay, so that the same posts are never taken in anew.</summary>
/// <remarks>The answer is on the bus before the rows are: only this once is it known which mentions were on the way.</remarks>
internal sealed class EraseAuthorConsumer(NpgsqlDataSource database, IBus bus, TimeProvider time)
    : IConsumer<EraseAuthor>
{
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(10);

    // No index leads here: erasures are rare, and each index is paid for with every mention. What the router has not reported may
    // have copies in its queue, also where it is about to be published once more.
    private const string Erase = """
        WITH found AS (
          SELECT mention_id, received_at, routed_at IS NULL AND NOT outbound AS on_the_way
            FROM ingest.mentions
           WHERE channel = @Channel AND author_id = @AuthorId
             FOR UPDATE
        )
        UPDATE ingest.mentions m
           SET author_id = @pseudonym, author_handle = NULL, author_name = NULL, author_followers = NULL,
               external_id = m.mention_id::text, parent_external_id = NULL, conversation_id = NULL, text = '',
               permalink = NULL, media = '[]', delivery = NULL, trace_parent = NULL,
               routed_at = coalesce(m.routed_at, @now)
          FROM found
         WHERE m.mention_id = found.mention_id AND m.received_at = found.received_at
        RETURNING m.mention_id, found.on_the_way
        """;

    public async Task Consume(ConsumeContext<EraseAuthor> context)
    {
        await using var connection = await database.OpenConnectionAsync(context.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(context.CancellationToken);
        var erased = (
            await connection.QueryAsync<(Guid Id, bool OnTheWay)>(
                new CommandDefinition(
                    Erase,
                    new
                    {
                        context.Message.Channel,
                        context.Message.AuthorId,
                        pseudonym = $"erased-{Guid.NewGuid():N}",
                        now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                    },
                    transaction,
                    commandTimeout: 600,
                    cancellationToken: context.CancellationToken
                )
            )
        ).AsList();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        deadline.CancelAfter(PublishTimeout);
        await bus.PublishToQueueAsync(
            new AuthorErased(
                context.Message.ErasureId,
                "ingest",
                new Dictionary<string, int>(StringComparer.Ordinal) { ["mentions"] = erased.Count },
                [.. erased.Where(row => row.OnTheWay).Select(row => row.Id)]
            ),
            deadline.Token
        );
        await transaction.CommitAsync(context.CancellationToken);
    }
}

internal sealed class EraseAuthorConsumerDefinition : ConsumerDefinition<EraseAuthorConsumer>
{
    public EraseAuthorConsumerDefinition()
    {
        EndpointName = "ingest-erase-author";
        ConcurrentMessageLimit = 1;
    }
}
