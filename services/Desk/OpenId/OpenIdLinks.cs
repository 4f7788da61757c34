using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Desk.SignIn;
using TriageMesh.Platform.Security;

namespace TriageMesh.Desk.OpenId;

/// <summary>
/// GET and DELETE /desk/openid/links: which provider's account opens one's own, and no longer. The same below
/// /desk/accounts/{id} for admins.
/// </summary>
internal sealed class OpenIdLinks(NpgsqlDataSource database)
{
    private const string List = """
        SELECT issuer, linked_at, last_used_at FROM desk.openid_links WHERE account_id = @accountId ORDER BY linked_at
        """;

    // Whoever has no password would be locked out.
    private const string Remove = """
        DELETE FROM desk.openid_links link
         USING desk.accounts account
         WHERE link.account_id = @accountId AND link.issuer = @issuer
           AND account.account_id = link.account_id AND (account.password_hash IS NOT NULL OR @evenIfOnly)
        """;

    public static void Map(IEndpointRouteBuilder desk)
    {
        var links = desk.MapGroup("/openid/links").RequireAuthorization(DeskAllow.Person).ExcludeFromDescription();
        links.MapGet("", ListAsync).WithName("ListOpenIdLinks");
        links.MapDelete("", RemoveAsync).WithName("RemoveOpenIdLink");
        var others = desk.MapGroup("/accounts/{id:guid}/openid/links")
            .RequireAuthorization(DeskAllow.Admin)
            .ExcludeFromDescription();
        others.MapGet("", ListOfAsync).WithName("ListOpenIdLinksOfAccount");
        others.MapDelete("", RemoveOfAsync).WithName("RemoveOpenIdLinkOfAccount");
    }

    internal static async Task<Ok<IReadOnlyList<OpenIdLinkView>>> ListAsync(
        ClaimsPrincipal person,
        OpenIdLinks links,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await links.OfAsync(Caller.From(person).Id, cancellationToken));

    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> RemoveAsync(
        string issuer,
        ClaimsPrincipal person,
        OpenIdLinks links,
        CancellationToken cancellationToken
    )
    {
        var accountId = Caller.From(person).Id;
        if (await links.TakeAwayAsync(accountId, issuer, evenIfOnly: false, cancellationToken))
        {
            return TypedResults.NoContent();
        }

        return (await links.OfAsync(accountId, cancellationToken)).Any(link => link.Issuer == issuer)
            ? TypedResults.Problem(
                statusCode: StatusCodes.Status409Conflict,
                title: "Without a password this is the only way in: an admin can give the account one.",
                extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["reason"] = "only_way_in" }
            )
            : TypedResults.NotFound();
    }

    internal static async Task<Ok<IReadOnlyList<OpenIdLinkView>>> ListOfAsync(
        Guid id,
        OpenIdLinks links,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await links.OfAsync(id, cancellationToken));

    /// <summary>An admin may shut the only way in, as they may switch the account off; one's own is kept from it as everybody's is.</summary>
    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> RemoveOfAsync(
        Guid id,
        string issuer,
        ClaimsPrincipal person,
        OpenIdLinks links,
        CancellationToken cancellationToken
    ) =>
        id == Caller.From(person).Id ? await RemoveAsync(issuer, person, links, cancellationToken)
        : await links.TakeAwayAsync(id, issuer, evenIfOnly: true, cancellationToken) ? TypedResults.NoContent()
        : TypedResults.NotFound();

    private async Task<IReadOnlyList<OpenIdLinkView>> OfAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(List, new { accountId }, cancellationToken: cancellationToken)
        );
        return
        [
            .. rows.Select(row => new OpenIdLinkView(
                row.Issuer,
                row.LinkedAt.ToDateTimeOffset(),
                row.LastUsedAt.ToDateTimeOffset()
            )),
        ];
    }

    private async Task<bool> TakeAwayAsync(
        Guid accountId,
        string issuer,
        bool evenIfOnly,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(
                new CommandDefinition(
                    Remove,
                    new
                    {
                        accountId,
                        issuer,
                        evenIfOnly,
                    },
                    cancellationToken: cancellationToken
                )
            ) == 1;
    }

    private sealed record Row(string Issuer, Instant LinkedAt, Instant LastUsedAt);
}

/// <summary>A provider's account that opens the person's own.</summary>
internal sealed record OpenIdLinkView(string Issuer, DateTimeOffset LinkedAt, DateTimeOffset LastUsedAt);
