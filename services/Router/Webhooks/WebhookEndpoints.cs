using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using NodaTime;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;
using TriageMesh.Platform.Signing;
using TicketChangeJson = TriageMesh.Domain.Tickets.TicketChangeJson;

namespace TriageMesh.Router.Webhooks;

/// <summary>/webhooks: which programs are told of changes, and what became of it.</summary>
internal static class WebhookEndpoints
{
    private const int MaxPage = 200;
    private static readonly Duration FormerSecretHolds = Duration.FromHours(24);
    private static readonly string[] Statuses = ["pending", "delivered", "failed"];

    public static void MapWebhooks(this IEndpointRouteBuilder api)
    {
        var webhooks = api.MapGroup("/webhooks").RequireAuthorization(Allow.Admins).WithTags("webhooks");
        webhooks.MapGet("", ListAsync).WithName("ListWebhooks");
        webhooks.MapPost("", AddAsync).WithName("AddWebhook").CarriesSecret();
        webhooks.MapGet("/{id:guid}", FindAsync).WithName("GetWebhook");
        webhooks.MapPut("/{id:guid}", ChangeAsync).WithName("PutWebhook");
        webhooks.MapDelete("/{id:guid}", DeleteAsync).WithName("DeleteWebhook");
        webhooks.MapPost("/{id:guid}/secret", RenewAsync).WithName("RenewWebhookSecret").CarriesSecret();
        webhooks.MapPost("/{id:guid}/test", TestAsync).WithName("TestWebhook");
        webhooks.MapGet("/{id:guid}/deliveries", LogAsync).WithName("ListWebhookDeliveries");
        webhooks.MapPost("/{id:guid}/deliveries/{deliveryId:long}/retry", RetryAsync).WithName("RetryWebhookDelivery");
    }

    private static async Task<Ok<Page<WebhookView>>> ListAsync(
        WebhookStore webhooks,
        CancellationToken cancellationToken,
        string? cursor = null,
        int limit = 50
    )
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        var after = Guid.TryParse(Cursor.Read(cursor, 1)?[0], out var id) ? id : Guid.Empty;
        var rows = await webhooks.ListAsync(after, size, cancellationToken);
        return TypedResults.Ok(
            new Page<WebhookView>(rows, rows.Count < size ? null : Cursor.Write(rows[^1].Id.ToString()))
        );
    }

    private static async Task<Results<Created<WebhookWithSecret>, ValidationProblem>> AddAsync(
        PutWebhookRequest request,
        ClaimsPrincipal user,
        WebhookStore webhooks,
        SealedText seal,
        IOptions<WebhookOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var problems = ProblemsOf(request, options.Value);
        if (problems.Any)
        {
            return problems.ToAnswer();
        }

        var secret = WebhookSecret.New();
        var webhook = await webhooks.AddAsync(
            Guid.CreateVersion7(),
            request,
            seal.Seal(secret),
            Caller.From(user).Id,
            Now(time),
            cancellationToken
        );
        return TypedResults.Created($"/api/v1/webhooks/{webhook.Id}", new WebhookWithSecret(webhook, secret));
    }

    private static async Task<Results<Ok<WebhookView>, ProblemHttpResult>> FindAsync(
        Guid id,
        HttpContext context,
        WebhookStore webhooks,
        CancellationToken cancellationToken
    )
    {
        if (await webhooks.FindAsync(id, cancellationToken) is not { } webhook)
        {
            return Unknown();
        }

        context.Response.Headers.ETag = VersionTag.Of(webhook.Version);
        return TypedResults.Ok(webhook);
    }

    private static async Task<Results<Ok<WebhookView>, ValidationProblem, ProblemHttpResult>> ChangeAsync(
        Guid id,
        PutWebhookRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext context,
        WebhookStore webhooks,
        IOptions<WebhookOptions> options,
        Signals signals,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var problems = ProblemsOf(request, options.Value);
        if (problems.Any)
        {
            return problems.ToAnswer();
        }

        if (!VersionTag.TryRead(ifMatch, out var version))
        {
            return VersionTag.Unreadable();
        }

        if (await webhooks.ChangeAsync(id, request, version, Now(time), cancellationToken) is not { } webhook)
        {
            return await webhooks.FindAsync(id, cancellationToken) is { } now
                ? VersionTag.Stale(now.Version)
                : Unknown();
        }

        signals.Webhooks.Set();
        context.Response.Headers.ETag = VersionTag.Of(webhook.Version);
        return TypedResults.Ok(webhook);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id,
        WebhookStore webhooks,
        CancellationToken cancellationToken
    ) => await webhooks.DeleteAsync(id, cancellationToken) == 0 ? Unknown() : TypedResults.NoContent();

    private static async Task<Results<Ok<WebhookWithSecret>, ProblemHttpResult>> RenewAsync(
        Guid id,
        WebhookStore webhooks,
        SealedText seal,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var secret = WebhookSecret.New();
        return
            await webhooks.RenewAsync(id, seal.Seal(secret), Now(time) + FormerSecretHolds, cancellationToken) == 1
            && await webhooks.FindAsync(id, cancellationToken) is { } webhook
            ? TypedResults.Ok(new WebhookWithSecret(webhook, secret))
            : Unknown();
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> TestAsync(
        Guid id,
        WebhookStore webhooks,
        Signals signals,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var body = JsonSerializer.Serialize(
            new
            {
                Type = "test",
                Timestamp = time.GetUtcNow(),
                Data = new { },
            },
            MeshJson.Options
        );
        if (await webhooks.AddTestAsync(id, body, Now(time), cancellationToken) is null)
        {
            return Unknown();
        }

        signals.Webhooks.Set();
        return TypedResults.Accepted($"/api/v1/webhooks/{id}/deliveries");
    }

    private static async Task<Results<Ok<Page<WebhookDeliveryView>>, ValidationProblem>> LogAsync(
        Guid id,
        WebhookStore webhooks,
        CancellationToken cancellationToken,
        string? status = null,
        string? cursor = null,
        int limit = 50
    )
    {
        if (status is not null && !Statuses.Contains(status))
        {
            return Problems.For("status", $"One of {string.Join(", ", Statuses)}.");
        }

        var size = Math.Clamp(limit, 1, MaxPage);
        var before = Cursor.Before(cursor);
        var rows = await webhooks.LogAsync(id, status, before, size, cancellationToken);
        return TypedResults.Ok(
            new Page<WebhookDeliveryView>(
                rows,
                rows.Count < size ? null : Cursor.Write(rows[^1].Id.ToString(CultureInfo.InvariantCulture))
            )
        );
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> RetryAsync(
        Guid id,
        long deliveryId,
        WebhookStore webhooks,
        Signals signals,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (await webhooks.RetryAsync(id, deliveryId, Now(time), cancellationToken) == 0)
        {
            return await webhooks.HasDeliveryAsync(id, deliveryId, cancellationToken)
                ? TypedResults.Problem(
                    statusCode: StatusCodes.Status409Conflict,
                    title: "The delivery is still to be tried."
                )
                : TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such delivery.");
        }

        signals.Webhooks.Set();
        return TypedResults.Accepted($"/api/v1/webhooks/{id}/deliveries");
    }

    private static Problems ProblemsOf(PutWebhookRequest request, WebhookOptions options) =>
        new Problems()
            .Add(
                WebhookAddress.Problem(request.Url, options.AllowPrivateAddresses) is not null,
                "url",
                WebhookAddress.Problem(request.Url, options.AllowPrivateAddresses) ?? ""
            )
            .Add(request.Description is { Length: > 200 }, "description", "At most 200 characters.")
            .Add(
                request.Kinds.Distinct().Intersect(TicketChangeJson.Kinds).Count() < request.Kinds.Count,
                "kinds",
                $"Each at most once, and one of {string.Join(", ", TicketChangeJson.Kinds)}."
            );

    private static ProblemHttpResult Unknown() =>
        TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such webhook.");

    private static Instant Now(TimeProvider time) => Instant.FromDateTimeOffset(time.GetUtcNow());
}
