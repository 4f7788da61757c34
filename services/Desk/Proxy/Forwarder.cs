using System.Net;
using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using TriageMesh.Platform.Security;

namespace TriageMesh.Desk.Proxy;

/// <summary>Passes a person's request on to a service under the person's own identity, and streams the answer back.</summary>
internal sealed partial class Forwarder(
    Upstreams upstreams,
    TokenIssuer tokens,
    IProblemDetailsService problems,
    ILogger<Forwarder> logger
)
{
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(2);
    private static readonly string[] RequestHeaders = ["Accept", "If-Match", "If-None-Match", "Idempotency-Key"];
    private static readonly string[] AnswerHeaders =
    [
        "Content-Type",
        "Content-Length",
        "Content-Disposition",
        "ETag",
        "Retry-After",
        "Location",
        "Idempotency-Replayed",
    ];

    public async Task ForwardAsync(HttpContext context, string service, Uri target, ClaimsPrincipal person)
    {
        try
        {
            using var request = Request(context.Request, target, Caller.From(person));
            using var answer = await upstreams.Client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                context.RequestAborted
            );
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
            {
                // The person is signed in; it is the service that does not know the desk.
                LogNotTrusted(service);
                await FailAsync(context, StatusCodes.Status502BadGateway, service, "does not accept the desk's tokens");
                return;
            }

            await AnswerAsync(context, answer);
        }
        catch (HttpRequestException failed) when (failed.InnerException is BadHttpRequestException bad)
        {
            // The person's own body is at fault (too large, cut off), not the service.
            ExceptionDispatchInfo.Throw(bad);
        }
        catch (HttpRequestException failed) when (!context.Response.HasStarted)
        {
            LogAway(service, failed.HttpRequestError.ToString());
            await FailAsync(context, StatusCodes.Status503ServiceUnavailable, service, "does not answer");
        }
        catch (OperationCanceledException)
            when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            LogAway(service, "timeout");
            await FailAsync(context, StatusCodes.Status504GatewayTimeout, service, "took too long");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException)
        {
            // Half an answer must not look whole.
            context.Abort();
        }
    }

    private HttpRequestMessage Request(HttpRequest from, Uri target, Caller caller)
    {
        var request = new HttpRequestMessage(new HttpMethod(from.Method), target);
        foreach (var name in RequestHeaders)
        {
            if (from.Headers.TryGetValue(name, out var values))
            {
                request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Issue(caller, TokenLife));
        if (from.ContentLength > 0 || from.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(from.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", from.ContentType);
            request.Content.Headers.ContentLength = from.ContentLength;
        }

        return request;
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage answer)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var name in AnswerHeaders)
        {
            if (
                answer.Headers.TryGetValues(name, out var values)
                || answer.Content.Headers.TryGetValues(name, out values)
            )
            {
                context.Response.Headers[name] = values.ToArray();
            }
        }

        if (SmallerAnswer.EncodingFor(context.Request, answer) is not { } encoding)
        {
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
            return;
        }

        var headers = context.Response.Headers;
        headers.ContentLength = null;
        headers.ContentEncoding = encoding;
        headers.Vary = "Accept-Encoding";
        await using var body = SmallerAnswer.Write(encoding, context.Response.Body);
        await answer.Content.CopyToAsync(body, context.RequestAborted);
    }

    private async Task FailAsync(HttpContext context, int status, string service, string what)
    {
        context.Response.StatusCode = status;
        await problems.WriteAsync(
            new ProblemDetailsContext
            {
                HttpContext = context,
                ProblemDetails = new ProblemDetails
                {
                    Status = status,
                    Title = $"The {service} {what}.",
                    Extensions = { ["service"] = service },
                },
            }
        );
    }

    [LoggerMessage(EventId = 4030, Level = LogLevel.Warning, Message = "The {Service} does not answer: {Reason}")]
    private partial void LogAway(string service, string reason);

    [LoggerMessage(
        EventId = 4031,
        Level = LogLevel.Error,
        Message = "The {Service} does not accept the desk's tokens: do both have the same Security:SigningKey?"
    )]
    private partial void LogNotTrusted(string service);
}
