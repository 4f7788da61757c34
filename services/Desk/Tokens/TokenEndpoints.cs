using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Desk.Audit;
using TriageMesh.Desk.SignIn;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;

namespace TriageMesh.Desk.Tokens;

/// <summary>/desk/tokens: which programs may use the API, for admins.</summary>
internal static class TokenEndpoints
{
    private const int LongestPage = 200;
    private const int LongestDays = 730;

    public static void MapTokens(this IEndpointRouteBuilder desk)
    {
        var tokens = desk.MapGroup("/tokens").RequireAuthorization(DeskAllow.Admin);
        tokens.MapGet("", ListAsync).WithName("ListTokens");
        tokens.MapPost("", AddAsync).WithName("AddToken").CarriesSecret();
        tokens.MapDelete("/{id:guid}", RevokeAsync).WithName("RevokeToken");
    }

    private static async Task<Results<Ok<Page<ApiTokenView>>, ValidationProblem>> ListAsync(
        [FromQuery] string? cursor,
        [FromQuery] int? limit,
        ApiTokens tokens,
        CancellationToken cancellationToken
    )
    {
        var size = Math.Clamp(limit ?? 100, 1, LongestPage);
        Guid? before = Guid.TryParse(cursor, out var id) ? id : null;
        if (cursor is not null && before is null)
        {
            return Wrong([("cursor", "Not a cursor of this list.")]);
        }

        var rows = await tokens.ListAsync(before, size, cancellationToken);
        return TypedResults.Ok(new Page<ApiTokenView>(rows, rows.Count < size ? null : rows[^1].Id.ToString()));
    }

    private static async Task<Results<Created<NewApiToken>, ValidationProblem>> AddAsync(
        NewApiTokenRequest request,
        HttpContext context,
        ClaimsPrincipal admin,
        ApiTokens tokens,
        CancellationToken cancellationToken
    )
    {
        var unknown = request.Scopes.Where(scope => !ApiScopes.All.Contains(scope)).ToList();
        List<(string, string)> wrong =
        [
            .. request.Name.Trim().Length is < 1 or > 80 ? [("name", "1 to 80 characters.")] : Fine,
            .. request.Roles.Count == 0 ? [("roles", "At least one role.")] : Fine,
            .. request.Scopes.Count == 0 ? [("scopes", "At least one scope.")] : Fine,
            .. unknown.Count > 0 ? [("scopes", $"Each one of: {string.Join(", ", ApiScopes.All)}.")] : Fine,
            .. request.Days is < 1 or > LongestDays ? [("days", $"From 1 to {LongestDays}.")] : Fine,
        ];
        if (wrong.Count > 0)
        {
            return Wrong(wrong);
        }

        AuditDetail.Note(context, "roles", string.Join(',', request.Roles.Distinct().Select(role => role.Wire())));
        AuditDetail.Note(context, "scopes", string.Join(',', request.Scopes.Distinct()));
        var token = await tokens.AddAsync(request, Caller.From(admin).Id, cancellationToken);
        return TypedResults.Created($"/desk/tokens/{token.Token.Id}", token);
    }

    private static async Task<Results<NoContent, NotFound>> RevokeAsync(
        Guid id,
        ClaimsPrincipal admin,
        ApiTokens tokens,
        CancellationToken cancellationToken
    ) =>
        await tokens.RevokeAsync(id, Caller.From(admin).Id, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();

    private static (string Field, string What)[] Fine => [];

    private static ValidationProblem Wrong(IEnumerable<(string Field, string What)> wrong) =>
        TypedResults.ValidationProblem(
            wrong
                .GroupBy(error => error.Field, StringComparer.Ordinal)
                .ToDictionary(
                    errors => errors.Key,
                    errors => errors.Select(error => error.What).ToArray(),
                    StringComparer.Ordinal
                )
        );
}
