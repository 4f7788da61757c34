using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Platform.Security;

namespace TriageMesh.Platform.Http;

/// <summary>
/// A command with an <c>Idempotency-Key</c> is done once, however often it is sent within a day: the second time it gets the first
/// answer. What was refused (4xx) has changed nothing and may be sent again under the same key. Where the outcome is not known, the
/// answer says so, and nothing is done twice without a person asking.
/// </summary>
internal static class Idempotency
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";
    private const int LongestKey = 200;

    public static void UseIdempotency(this IApplicationBuilder app) => app.Use(OnceAsync);

    private static async Task OnceAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (
            request.Headers[Header].ToString() is not { Length: > 0 } key
            || HttpMethods.IsGet(request.Method)
            || HttpMethods.IsHead(request.Method)
            || context.User.FindFirst(Caller.IdClaim) is null
            || context.GetEndpoint()?.Metadata.GetMetadata<DoneBehind.Mark>() is not null
        )
        {
            await next(context);
            return;
        }

        if (key.Length > LongestKey || key.Any(character => character is < ' ' or > '~'))
        {
            await ProblemAsync(
                context,
                StatusCodes.Status400BadRequest,
                $"{Header} must have 1 to {LongestKey} plain characters."
            );
            return;
        }

        var caller = Caller.From(context.User).Id;
        var keys = context.RequestServices.GetRequiredService<CommandKeys>();
        var secret = context.GetEndpoint()?.Metadata.GetMetadata<SecretCommands.Mark>() is not null;
        var fingerprint = await FingerprintAsync(request, secret, context.RequestAborted);
        if (await keys.ClaimAsync(caller, key, fingerprint, context.RequestAborted) is { } known)
        {
            await AnswerAgainAsync(context, known, fingerprint, secret);
            return;
        }

        var answer = context.Response.Body;
        using var copy = new MemoryStream();
        context.Response.Body = copy;
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException)
        {
            // What could not be read has done nothing.
            await keys.FreeAsync(caller, key);
            throw;
        }
        finally
        {
            context.Response.Body = answer;
        }

        await (
            context.Response.StatusCode switch
            {
                >= 200 and < 300 => keys.KeepAsync(
                    caller,
                    key,
                    Known(context.Response, fingerprint, secret ? null : copy)
                ),
                >= 400 and < 500 => keys.FreeAsync(caller, key),
                // What a failure has left behind is not known.
                _ => Task.CompletedTask,
            }
        );
        copy.Position = 0;
        await copy.CopyToAsync(answer, context.RequestAborted);
    }

    private static async Task<byte[]> FingerprintAsync(
        HttpRequest request,
        bool secret,
        CancellationToken cancellationToken
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        if (secret)
        {
            // A password could be guessed from a hash of the body.
            return hash.GetHashAndReset();
        }

        request.EnableBuffering();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, read);
        }

        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private static KnownCommand Known(HttpResponse response, byte[] fingerprint, MemoryStream? body) =>
        new()
        {
            Fingerprint = fingerprint,
            Status = response.StatusCode,
            ContentType = response.ContentType,
            ETag = response.Headers.ETag,
            Location = response.Headers.Location,
            Body = body?.ToArray(),
        };

    private static async Task AnswerAgainAsync(HttpContext context, KnownCommand known, byte[] fingerprint, bool secret)
    {
        if (!known.Fingerprint.AsSpan().SequenceEqual(fingerprint))
        {
            await ProblemAsync(
                context,
                StatusCodes.Status422UnprocessableEntity,
                $"This {Header} was used for another command."
            );
            return;
        }

        if (known.Status is not { } status)
        {
            context.Response.Headers.RetryAfter = "1";
            await ProblemAsync(
                context,
                StatusCodes.Status409Conflict,
                "This command is being worked on, or was broken off. Look at what became of it before you send it under a new key."
            );
            return;
        }

        var response = context.Response;
        response.Headers[ReplayedHeader] = "true";
        if (known.Location is not null)
        {
            response.Headers.Location = known.Location;
        }

        if (secret)
        {
            await ProblemAsync(
                context,
                StatusCodes.Status409Conflict,
                "This command was done. What it answered or said is secret and was not kept."
            );
            return;
        }

        if (known.Body is null)
        {
            await ProblemAsync(
                context,
                StatusCodes.Status409Conflict,
                "This command was done. What it answered told of somebody who has been erased since."
            );
            return;
        }

        response.StatusCode = status;
        response.ContentType = known.ContentType;
        if (known.ETag is not null)
        {
            response.Headers.ETag = known.ETag;
        }

        if (known.Body.Length > 0)
        {
            // Of an answer without a body not even nothing may be written.
            await response.Body.WriteAsync(known.Body, context.RequestAborted);
        }
    }

    private static async Task ProblemAsync(HttpContext context, int status, string title)
    {
        context.Response.StatusCode = status;
        await context
            .RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(
                new ProblemDetailsContext
                {
                    HttpContext = context,
                    ProblemDetails = new ProblemDetails { Status = status, Title = title },
                }
            );
    }
}
