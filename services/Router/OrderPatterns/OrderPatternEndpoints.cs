using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.Router.RouteMentions;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Team;

namespace TriageMesh.Router.OrderPatterns;

/// <summary>GET and PUT /order-patterns: how each account's order numbers look.</summary>
internal static class OrderPatternEndpoints
{
    private const int MaxPage = 200;
    private const int MaxLength = 500;

    private const string List = """
        SELECT channel, account, pattern, required
          FROM router.order_patterns
         WHERE (channel, account) > (@channel, @account)
         ORDER BY channel, account
         LIMIT @size
        """;

    private const string Put = """
        INSERT INTO router.order_patterns (channel, account, pattern, required, updated_by, updated_at)
        VALUES (@channel, @account, @Pattern, @Required, @Id, @now)
        ON CONFLICT (channel, account) DO UPDATE
           SET pattern = excluded.pattern, required = excluded.required, updated_by = excluded.updated_by,
               updated_at = excluded.updated_at
        """;

    private const string Drop = """
        DELETE FROM router.order_patterns WHERE channel = @channel AND account = @account
        """;

    public static void MapOrderPatterns(this IEndpointRouteBuilder api)
    {
        api.MapGet("/order-patterns", ListAsync).RequireAuthorization(Allow.Support).WithName("ListOrderPatterns");
        api.MapPut("/order-patterns/{channel}/{account}", PutAsync)
            .RequireAuthorization(Allow.Leads)
            .WithName("PutOrderPattern");
        api.MapDelete("/order-patterns/{channel}/{account}", DropAsync)
            .RequireAuthorization(Allow.Leads)
            .WithName("DeleteOrderPattern");
    }

    internal static async Task<Ok<Page<OrderPatternView>>> ListAsync(
        NpgsqlDataSource database,
        string? cursor,
        int? limit,
        CancellationToken cancellationToken
    )
    {
        var size = Math.Clamp(limit ?? 100, 1, MaxPage);
        var after = Cursor.Read(cursor, 2) ?? ["", ""];
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<OrderPatternView>(
                new CommandDefinition(
                    List,
                    new
                    {
                        channel = after[0],
                        account = after[1],
                        size,
                    },
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
        return TypedResults.Ok(
            new Page<OrderPatternView>(
                rows,
                rows.Count < size ? null : Cursor.Write(rows[^1].Channel, rows[^1].Account)
            )
        );
    }

    internal static async Task<Results<Ok<OrderPatternView>, ValidationProblem>> PutAsync(
        string channel,
        string account,
        OrderPatternRequest request,
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        RuleBooks rules,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (Mistake(request.Pattern) is { } mistake)
        {
            return Problems.For("pattern", mistake);
        }

        var caller = Caller.From(user);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(KnownCaller.Put, KnownCaller.Of(caller), cancellationToken: cancellationToken)
        );
        await connection.ExecuteAsync(
            new CommandDefinition(
                Put,
                new
                {
                    channel,
                    account,
                    request.Pattern,
                    request.Required,
                    caller.Id,
                    now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                },
                cancellationToken: cancellationToken
            )
        );
        rules.Changed();
        return TypedResults.Ok(new OrderPatternView(channel, account, request.Pattern, request.Required));
    }

    internal static async Task<NoContent> DropAsync(
        string channel,
        string account,
        NpgsqlDataSource database,
        RuleBooks rules,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(Drop, new { channel, account }, cancellationToken: cancellationToken)
        );
        rules.Changed();
        return TypedResults.NoContent();
    }

    private static string? Mistake(string? pattern)
    {
        if (pattern is not { Length: > 0 and <= MaxLength })
        {
            return $"A pattern has 1 to {MaxLength} characters.";
        }

        try
        {
            return OrderNumbers.Compile(pattern).IsMatch("") ? "A pattern must not match an empty text." : null;
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            return "This is no pattern that takes linear time: no look-around, no back-references.";
        }
    }
}
