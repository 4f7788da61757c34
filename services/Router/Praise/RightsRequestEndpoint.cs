using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Praise;

namespace TriageMesh.Router.Praise;

/// <summary>POST /praise/{id}/request: asks the author where they wrote, and keeps the words in which they were asked.</summary>
internal static class RightsRequestEndpoint
{
    private const int MaxLength = 2_000;
    private const int MaxCountries = 50;

    private const string Existing = """
        SELECT praise_id FROM router.praise_requests WHERE request_id = @requestId
        """;

    private const string Author = """
        SELECT coalesce('@' || a.handle, a.name, a.author_id) AS name, m.account, m.language
          FROM router.mentions m
          JOIN router.authors a USING (channel, account, author_id)
         WHERE m.mention_id = @MentionId
        """;

    private const string Put = """
        INSERT INTO router.praise_requests (
               request_id, praise_id, asked_by, asked_at, scopes, territory, wording, template, language, status)
        VALUES (@requestId, @PraiseId, @by, @Now, @scopes, @territory, @wording, @template, @language, 'sending')
        """;

    public static void MapRightsRequest(this IEndpointRouteBuilder item) =>
        item.MapPost("/request", HandleAsync).WithName("RequestRights");

    /// <param name="id">The post.</param>
    /// <param name="request">What is asked for, and in which words.</param>
    /// <param name="idempotencyKey">The request's id, chosen by the caller: the same key asks nobody twice.</param>
    /// <param name="ifMatch">The version that the caller has before them.</param>
    /// <param name="user">The caller.</param>
    /// <param name="desk">Where commands are run.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal static async Task<Results<Ok<PraiseDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        RightsRequest request,
        [FromHeader(Name = "Idempotency-Key")] Guid? idempotencyKey,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        PraiseDesk desk,
        CancellationToken cancellationToken
    )
    {
        var problems = CheckTerms(request.Scopes, request.Territory)
            .Add(
                request.Language is not (null or "en" or "zh-CN"),
                "language",
                "We ask in en or zh-CN; null follows the post."
            )
            .Add(
                request.Wording is null && !RequestTemplates.All.ContainsKey((request.Template, "en")),
                "template",
                "There is no such template."
            )
            .Add(
                request.Wording is { } own && string.IsNullOrWhiteSpace(own),
                "wording",
                "Say something, or leave the wording out."
            )
            .Add(
                request.Wording is { } words && RequestTemplates.UnknownIn(words).Count > 0,
                "wording",
                $"The variables are {string.Join(", ", RequestTemplates.Variables)}."
            );
        return problems.Any
            ? problems.ToAnswer()
            : await desk.RunAsync(
                id,
                user,
                ifMatch,
                (session, token) => AskAsync(session, request, idempotencyKey, token),
                cancellationToken
            );
    }

    internal static Problems CheckTerms(IReadOnlyList<GrantScope> scopes, IReadOnlyList<string> territory) =>
        new Problems()
            .Add(scopes.Count == 0 || scopes.Distinct().Count() != scopes.Count, "scopes", "Name each use once.")
            .Add(
                territory.Count > MaxCountries
                    || territory.Any(country => country.Length != 2 || !country.All(char.IsAsciiLetterUpper)),
                "territory",
                "Countries are two capital letters; none means everywhere."
            );

    private static async Task<ProblemHttpResult?> AskAsync(
        PraiseSession session,
        RightsRequest request,
        Guid? idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        var (file, requestId) = (session.File, idempotencyKey ?? Guid.CreateVersion7(session.Now.ToDateTimeOffset()));
        if (await file.FindAsync<long?>(Existing, new { requestId }, cancellationToken) is { } known)
        {
            return known == file.PraiseId
                ? null
                : TypedResults.Problem(
                    statusCode: StatusCodes.Status409Conflict,
                    title: "Another request has this id."
                );
        }

        var author = await file.FindAsync<AuthorFacts>(Author, new { file.MentionId }, cancellationToken);
        var language =
            request.Language
            ?? (author!.Language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-CN" : "en");
        var wording = RequestTemplates.Render(
            request.Wording ?? RequestTemplates.All[(request.Template, language)],
            language,
            new RequestFacts(
                author!.Name,
                author.Account,
                request.Scopes,
                request.Territory,
                request.Until is { } until ? LocalDate.FromDateOnly(until) : null
            )
        );
        if (wording.Length > MaxLength)
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status422UnprocessableEntity,
                title: "The wording is longer than 2,000 characters."
            );
        }

        if (
            await session.DecideAsync(
                new RequestRights(requestId, request.Scopes, request.Territory),
                cancellationToken
            ) is
            { } problem
        )
        {
            return problem;
        }

        await file.ExecuteAsync(
            Put,
            new
            {
                requestId,
                file.PraiseId,
                by = session.Caller.Id,
                session.Now,
                scopes = request.Scopes.Select(scope => scope.Wire()).ToArray(),
                territory = request.Territory.ToArray(),
                wording,
                template = request.Wording is null ? request.Template : "own",
                language,
            },
            cancellationToken
        );
        return null;
    }

    private sealed record AuthorFacts(string Name, string Account, string Language);
}
