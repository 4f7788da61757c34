using Dapper;
using MassTransit;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Praise;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Praise;

/// <summary>Posts that are gone may not be shown any more.</summary>
internal sealed class MentionsWithdrawnConsumer(NpgsqlDataSource database, TimeProvider time)
    : IConsumer<MentionsWithdrawn>
{
    // Remembered on the post itself: what is no praise today may be taken for it tomorrow.
    private const string Remember = """
        UPDATE router.mentions m
           SET withdrawn_at = @now
          FROM router.mention_keys k
         WHERE k.mention_id = ANY (@ids)
           AND m.mention_id = k.mention_id AND m.routed_at = k.routed_at AND m.withdrawn_at IS NULL
        """;

    private const string PraiseOf = """
        SELECT mention_id, praise_id FROM router.praise WHERE mention_id = ANY (@ids)
        """;

    public Task Consume(ConsumeContext<MentionsWithdrawn> context) =>
        TakeDownAsync(context.Message.Mentions, context.CancellationToken);

    internal async Task TakeDownAsync(IReadOnlyList<WithdrawnMention> mentions, CancellationToken cancellationToken)
    {
        var reasons = mentions
            .GroupBy(gone => gone.MentionId)
            .ToDictionary(gone => gone.Key, gone => gone.First().Reason);
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        var gone = reasons.Keys.Order().ToArray();
        await connection.ExecuteAsync(Command(Remember, new { ids = gone, now }));
        var known = await connection.QueryAsync<(Guid MentionId, long PraiseId)>(Command(PraiseOf, new { ids = gone }));
        var ids = known.Select(row => row.PraiseId).ToArray();
        foreach (var file in (await PraiseFile.LockAsync(transaction, ids, cancellationToken)).Values)
        {
            await file.DecideAsync(
                new WithdrawPost(reasons[file.MentionId], null),
                Actor.System,
                now,
                cancellationToken
            );
        }

        await transaction.CommitAsync(cancellationToken);
    }
}

internal sealed class MentionsWithdrawnDefinition : ConsumerDefinition<MentionsWithdrawnConsumer>
{
    public MentionsWithdrawnDefinition() => EndpointName = "router-withdrawn-mentions";
}
