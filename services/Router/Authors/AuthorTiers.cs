using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Database;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Authors;

/// <summary>Gives an author a tier: on record with its reason, and from then on a fact for the policies of their open tickets.</summary>
internal sealed class AuthorTiers(NpgsqlDataSource database, RuleBooks rules, TicketAfter after, TimeProvider time)
{
    private const string LockAuthor = """
        SELECT tier FROM router.authors
         WHERE channel = @Channel AND account = @Account AND author_id = @AuthorId
           FOR NO KEY UPDATE
        """;

    private const string KnowCaller = """
        INSERT INTO router.agents (agent_id, name, capacity) VALUES (@Id, @name, 0) ON CONFLICT (agent_id) DO NOTHING
        """;

    private const string Put = """
        UPDATE router.authors SET tier = @to, tier_by_person = true
         WHERE channel = @Channel AND account = @Account AND author_id = @AuthorId;
        INSERT INTO router.author_changes (channel, account, author_id, from_tier, to_tier, reason, agent_id, at)
        VALUES (@Channel, @Account, @AuthorId, @from, @to, @Reason, @agentId, @now)
        """;

    private const string OpenTickets = """
        SELECT ticket_id FROM router.tickets
         WHERE channel = @Channel AND account = @Account AND author_id = @AuthorId AND status NOT IN ('resolved', 'closed')
        """;

    /// <summary>Gives the tier, where the author still has the one that is expected; null expects nothing.</summary>
    /// <returns>The tier that they then have; null where there is no such author.</returns>
    public async Task<AuthorTier?> SetAsync(
        AuthorTierRequest request,
        AuthorTier? expected,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var book = await rules.LoadAsync(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        var known = await connection.QuerySingleOrDefaultAsync<string>(Command(LockAuthor, request));
        if (known is null)
        {
            return null;
        }

        if (expected is not null && WireName<AuthorTier>.Parse(known) is var tier && tier != expected)
        {
            return tier;
        }

        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        var ids = (await connection.QueryAsync<long>(Command(OpenTickets, request))).AsList();
        var files = await TicketStore.LockAsync(transaction, ids, book, cancellationToken);
        await connection.ExecuteAsync(
            Command(KnowCaller, new { caller.Id, name = caller.Name.Length > 0 ? caller.Name : "?" })
        );
        await connection.ExecuteAsync(
            Command(
                Put,
                new
                {
                    request.Channel,
                    request.Account,
                    request.AuthorId,
                    request.Reason,
                    from = known,
                    to = request.Tier.Wire(),
                    agentId = caller.Id,
                    now,
                }
            )
        );
        foreach (var file in files.Values)
        {
            file.SetTier(request.Tier, caller.Id.ToString(), now, request.Reason);
        }

        await TicketWrites.WriteAsync(transaction, files.Values, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var file in files.Values)
        {
            after.Changed(file);
        }

        return request.Tier;
    }
}
