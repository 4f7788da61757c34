using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Desk.SignIn;
using TriageMesh.Platform.Security;

namespace TriageMesh.Desk.Notices;

/// <summary>/desk/me/notices: which notifications one wants to see, to have pop up, and to hear.</summary>
internal static class NoticeEndpoints
{
    public static void MapNoticeChoices(this IEndpointRouteBuilder desk)
    {
        var notices = desk.MapGroup("/me/notices").RequireAuthorization(DeskAllow.Person);
        notices.MapGet("", ReadAsync).WithName("GetNoticeChoices");
        notices.MapPut("", WriteAsync).WithName("SetNoticeChoices");
    }

    internal static async Task<Ok<NoticeChoices>> ReadAsync(
        ClaimsPrincipal person,
        NoticeChoicesOfPerson choices,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await choices.ReadAsync(Caller.From(person).Id, cancellationToken));

    internal static async Task<Results<Ok<NoticeChoices>, ValidationProblem>> WriteAsync(
        NoticeChoices request,
        ClaimsPrincipal person,
        NoticeChoicesOfPerson choices,
        CancellationToken cancellationToken
    )
    {
        var kinds = request.Kinds?.Select(choice => choice.Kind).ToList() ?? [""];
        if (kinds.Distinct(StringComparer.Ordinal).Count() < kinds.Count || kinds.Except(NoticeKinds.All).Any())
        {
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]>(StringComparer.Ordinal)
                {
                    ["kinds"] = [$"Each at most once, and one of {string.Join(", ", NoticeKinds.All)}."],
                }
            );
        }

        var id = Caller.From(person).Id;
        await choices.WriteAsync(id, request, cancellationToken);
        return TypedResults.Ok(await choices.ReadAsync(id, cancellationToken));
    }
}
