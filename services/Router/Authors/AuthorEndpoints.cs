using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Authors;

/// <summary>GET /authors lists those of a tier; PUT /authors/tier gives one, with a reason. The tier is its own version.</summary>
internal static class AuthorEndpoints
{
    private const int MaxPage = 200;

    internal const string List = $"""
        SELECT a.channel, a.account, a.tier_by_person, {Tickets.AuthorRow.Columns},
               (SELECT count(*) FROM router.mentions m
                 WHERE m.channel = a.channel AND m.account = a.account AND m.author_id = a.author_id) AS mentions
          FROM router.authors a
         WHERE a.tier = @tier AND a.tier <> 'standard'
           AND (a.channel, a.account, a.author_id) > (@channel, @account, @authorId)
         ORDER BY a.channel, a.account, a.author_id
         LIMIT @size
        """;

    public static void AddAuthors(this IServiceCollection services) => services.AddSingleton<AuthorTiers>();

    public static void MapAuthors(this IEndpointRouteBuilder api)
    {
        api.MapGet("/authors", ListAsync).RequireAuthorization(Allow.Leads).WithName("ListAuthors");
        api.MapPut("/authors/tier", PutTierAsync).RequireAuthorization(Allow.Leads).WithName("PutAuthorTier");
    }

    internal static async Task<Results<Ok<Page<ListedAuthor>>, ValidationProblem>> ListAsync(
        NpgsqlDataSource database,
        string? tier,
        string? cursor,
        int? limit,
        CancellationToken cancellationToken
    )
    {
        if (!WireName<AuthorTier>.TryParse(tier ?? "", out var asked) || asked == AuthorTier.Standard)
        {
            return Problems.For("tier", "Write vip, media, staff or blocked.");
        }

        var size = Math.Clamp(limit ?? 100, 1, MaxPage);
        var after = Cursor.Read(cursor, 3) ?? ["", "", ""];
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<Row>(
                new CommandDefinition(
                    List,
                    new
                    {
                        tier = asked.Wire(),
                        channel = after[0],
                        account = after[1],
                        authorId = after[2],
                        size,
                    },
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
        return TypedResults.Ok(
            new Page<ListedAuthor>(
                rows.ConvertAll(row => row.ToView()),
                rows.Count < size ? null : Cursor.Write(rows[^1].Channel, rows[^1].Account, rows[^1].AuthorId)
            )
        );
    }

    internal static async Task<Results<NoContent, NotFound, ValidationProblem, ProblemHttpResult>> PutTierAsync(
        AuthorTierRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        AuthorTiers tiers,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(request.Reason))
        {
            return Reasons.Missing("Say why the author is to be treated so.");
        }

        if (request.Reason.Length > Reasons.MaxLength)
        {
            return Reasons.TooLong();
        }

        if (
            !StateTag.TryRead(ifMatch, out var mark)
            || (mark is not null && !WireName<AuthorTier>.TryParse(mark, out _))
        )
        {
            return VersionTag.Unreadable();
        }

        var expected = mark is null ? (AuthorTier?)null : WireName<AuthorTier>.Parse(mark);
        var tier = await tiers.SetAsync(request, expected, Caller.From(user), cancellationToken);
        return tier is not { } now ? TypedResults.NotFound()
            : now == request.Tier ? TypedResults.NoContent()
            : StateTag.Stale(now.Wire());
    }

    private sealed record Row : Tickets.AuthorRow
    {
        public required string Channel { get; init; }
        public required string Account { get; init; }
        public bool TierByPerson { get; init; }
        public long Mentions { get; init; }

        public ListedAuthor ToView() => new(Channel, Account, ToAuthor(), Mentions, TierByPerson);
    }
}
