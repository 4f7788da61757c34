using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.Router.RouteMentions;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.OrderPatterns;

/// <summary>GET and PUT /order-patterns: how each account's order numbers look.</summary>
internal static class OrderPatternEndpoints
{
    private const int MaxPage = 200;
    private const int MaxLength = 500;

    private const string List = """
        SELECT channel, account, pattern, required, version
          FROM router.order_patterns
         WHERE (channel, account) > (@channel, @account)
         ORDER BY channel, account
         LIMIT @size
        """;

    private const string KnowCaller = """
        INSERT INTO router.agents (agent_id, name, capacity) VALUES (@me, @name, 0) ON CONFLICT (agent_id) DO NOTHING
        """;

    private const string Put = """
        INSERT INTO router.order_patterns (channel, account, pattern, required, updated_by, updated_at)
        SELECT @channel, @account, @Pattern, @Required, @me, @now
         WHERE @ifVersion::bigint IS NULL
            OR @ifVersion = coalesce((
               SELECT version FROM router.order_patterns WHERE channel = @channel AND account = @account), 0)
        ON CONFLICT (channel, account) DO UPDATE
           SET pattern = excluded.pattern, required = excluded.required, updated_by = excluded.updated_by,
               updated_at = excluded.updated_at, version = order_patterns.version + 1
         WHERE @ifVersion::bigint IS NULL OR order_patterns.version = @ifVersion
        RETURNING version
        """;

    private const string Newest = """
        SELECT coalesce(max(version), 0) FROM router.order_patterns WHERE channel = @channel AND account = @account
        """;

    private const string Drop = """
        DELETE FROM router.order_patterns
         WHERE channel = @channel AND account = @account AND (@ifVersion::bigint IS NULL OR version = @ifVersion)
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

    internal static async Task<Results<Ok<OrderPatternView>, ValidationProblem, ProblemHttpResult>> PutAsync(
        string channel,
        string account,
        OrderPatternRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext context,
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

        if (!VersionTag.TryRead(ifMatch, out var ifVersion))
        {
            return VersionTag.Unreadable();
        }

        var caller = Caller.From(user);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                KnowCaller,
                new { me = caller.Id, name = caller.Name.Length > 0 ? caller.Name : "?" },
                cancellationToken: cancellationToken
            )
        );
        var version = await connection.ExecuteScalarAsync<long?>(
            new CommandDefinition(
                Put,
                new
                {
                    channel,
                    account,
                    ifVersion,
                    request.Pattern,
                    request.Required,
                    me = caller.Id,
                    now = Instant.FromDateTimeOffset(time.GetUtcNow()),
                },
                cancellationToken: cancellationToken
            )
        );
        if (version is not { } written)
        {
            return VersionTag.Stale(await NewestAsync(connection, channel, account, cancellationToken));
        }

        rules.Changed();
        context.Response.Headers.ETag = VersionTag.Of(written);
        return TypedResults.Ok(new OrderPatternView(channel, account, request.Pattern, request.Required, written));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> DropAsync(
        string channel,
        string account,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        NpgsqlDataSource database,
        RuleBooks rules,
        CancellationToken cancellationToken
    )
    {
        if (!VersionTag.TryRead(ifMatch, out var ifVersion))
        {
            return VersionTag.Unreadable();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var dropped = await connection.ExecuteAsync(
            new CommandDefinition(
                Drop,
                new
                {
                    channel,
                    account,
                    ifVersion,
                },
                cancellationToken: cancellationToken
            )
        );
        if (dropped == 0 && await NewestAsync(connection, channel, account, cancellationToken) is var newest and > 0)
        {
            return VersionTag.Stale(newest);
        }

        rules.Changed();
        return TypedResults.NoContent();
    }

    private static Task<long> NewestAsync(
        NpgsqlConnection connection,
        string channel,
        string account,
        CancellationToken cancellationToken
    ) =>
        connection.ExecuteScalarAsync<long>(
            new CommandDefinition(Newest, new { channel, account }, cancellationToken: cancellationToken)
        );

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
