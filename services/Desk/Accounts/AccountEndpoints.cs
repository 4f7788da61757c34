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

namespace TriageMesh.Desk.Accounts;

/// <summary>/desk/accounts: who may sign in, for admins.</summary>
internal static class AccountEndpoints
{
    private const int LongestPage = 200;

    public static void MapAccounts(this IEndpointRouteBuilder desk)
    {
        var accounts = desk.MapGroup("/accounts").RequireAuthorization(DeskAllow.Admin);
        accounts.MapGet("", ListAsync).WithName("ListAccounts");
        accounts.MapPost("", AddAsync).WithName("AddAccount").CarriesSecret();
        accounts.MapPut("/{id:guid}", ChangeAsync).WithName("ChangeAccount").CarriesSecret();
    }

    internal static async Task<Results<Ok<Page<AccountView>>, ValidationProblem>> ListAsync(
        [FromQuery] string? q,
        [FromQuery] string? cursor,
        [FromQuery] int? limit,
        AccountList list,
        CancellationToken cancellationToken
    )
    {
        if (limit is < 1 or > LongestPage)
        {
            return Wrong("limit", $"From 1 to {LongestPage}.");
        }

        var words = string.IsNullOrWhiteSpace(q) ? null : q.Trim();
        return TypedResults.Ok(await list.PageAsync(words, cursor, limit ?? 100, cancellationToken));
    }

    internal static async Task<Results<Created<AccountView>, ValidationProblem>> AddAsync(
        NewAccountRequest request,
        HttpContext context,
        AccountChanges changes,
        AccountList list,
        AgentUpdates updates,
        CancellationToken cancellationToken
    )
    {
        var wrong = Check(request.DisplayName, request.Roles, request.Agent);
        if (!UserNames.IsValid(request.UserName.Trim()))
        {
            wrong["user_name"] = ["2 to 64 letters, digits, or . _ @ -, beginning with a letter or digit."];
        }

        if (Passwords.Fault(request.Password, request.UserName.Trim()) is { } fault)
        {
            wrong["password"] = [fault];
        }

        if (wrong.Count > 0)
        {
            return TypedResults.ValidationProblem(wrong);
        }

        AuditDetail.Note(context, "roles", Wire(request.Roles));
        var id = Guid.NewGuid();
        if (!await changes.AddAsync(id, request, cancellationToken))
        {
            return Wrong("user_name", "This user name is taken.");
        }

        await updates.TellAtOnceAsync(cancellationToken);
        return TypedResults.Created($"/desk/accounts/{id}", (await list.FindAsync(id, cancellationToken))!);
    }

    internal static async Task<Results<Ok<AccountView>, NotFound, ValidationProblem>> ChangeAsync(
        Guid id,
        AccountRequest request,
        HttpContext context,
        AccountChanges changes,
        AccountList list,
        AgentUpdates updates,
        CancellationToken cancellationToken
    )
    {
        var wrong = Check(request.DisplayName, request.Roles, request.Agent);
        if (wrong.Count > 0)
        {
            return TypedResults.ValidationProblem(wrong);
        }

        await NoteAsync(context, id, request, list, cancellationToken);
        switch (await changes.ChangeAsync(id, request, cancellationToken))
        {
            case AccountChange.NotFound:
                return TypedResults.NotFound();
            case AccountChange.LastAdmin:
                return Wrong("roles", "This is the last admin; make another one first.");
            case AccountChange.WeakPassword:
                return Wrong(
                    "password",
                    $"{Passwords.Shortest} to {Passwords.Longest} characters, without the user name in it."
                );
            case AccountChange.Done:
            default:
                await updates.TellAtOnceAsync(cancellationToken);
                return TypedResults.Ok(await list.FindAsync(id, cancellationToken));
        }
    }

    /// <summary>What is asked for beyond what is so already.</summary>
    private static async Task NoteAsync(
        HttpContext context,
        Guid id,
        AccountRequest request,
        AccountList list,
        CancellationToken cancellationToken
    )
    {
        if (await list.FindAsync(id, cancellationToken) is not { } before)
        {
            return;
        }

        if (!before.Roles.Order().SequenceEqual(request.Roles.Distinct().Order()))
        {
            AuditDetail.Note(context, "roles", $"{Wire(before.Roles)}>{Wire(request.Roles)}");
        }

        if (before.Active != request.Active)
        {
            AuditDetail.Note(context, "active", request.Active ? "true" : "false");
        }

        if (request.Password is not null)
        {
            AuditDetail.Note(context, "password", "new");
        }

        if (before.DisplayName != request.DisplayName.Trim())
        {
            AuditDetail.Note(context, "name", "new");
        }
    }

    private static string Wire(IReadOnlyList<Role> roles) =>
        string.Join(',', roles.Distinct().Order().Select(role => role.Wire()));

    private static Dictionary<string, string[]> Check(
        string displayName,
        IReadOnlyList<Role> roles,
        AgentSettings? agent
    )
    {
        var wrong = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (displayName.Trim().Length is < 1 or > 80)
        {
            wrong["display_name"] = ["1 to 80 characters."];
        }

        if (roles.Count == 0)
        {
            wrong["roles"] = ["At least one role."];
        }

        if (agent?.Capacity is < 0 or > 1000)
        {
            wrong["agent.capacity"] = ["From 0 to 1000."];
        }

        return wrong;
    }

    private static ValidationProblem Wrong(string field, string what) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [what] });
}
