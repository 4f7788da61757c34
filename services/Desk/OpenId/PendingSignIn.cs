using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;

namespace TriageMesh.Desk.OpenId;

/// <summary>A sign-in that this browser has begun at the provider. It is kept by the browser alone, sealed, until it comes back.</summary>
internal sealed record PendingSignIn
{
    public const string ThisPurpose = "openid sign-in";

    /// <summary>What the box is for: nothing else that this system seals can stand in for it.</summary>
    public required string Purpose { get; init; }
    public required string State { get; init; }
    public required string Nonce { get; init; }

    /// <summary>The secret of PKCE: without it the code is of no use to whoever saw it.</summary>
    public required string Verifier { get; init; }
    public required string ReturnTo { get; init; }
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>The session that the browser had then: it ends with the new one. Its cookie does not come along from another site.</summary>
    public Guid? SessionBefore { get; init; }
    public Guid? AccountBefore { get; init; }

    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static PendingSignIn Begin(string returnTo, DateTimeOffset now) =>
        new()
        {
            Purpose = ThisPurpose,
            State = Secret(),
            Nonce = Secret(),
            Verifier = Secret(),
            ReturnTo = returnTo,
            BegunAt = now,
        };

    /// <summary>True for the state that was sent with this sign-in.</summary>
    public bool IsAnsweredBy(string state) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(State));

    private static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}

/// <summary>The cookie that holds it. It has to come along when the provider sends the browser back, so it is not strict, but it opens nothing.</summary>
internal sealed class PendingCookie(SealedText sealedText, IOptions<OpenIdOptions> options, TimeProvider time)
{
    private const int NamedBy = 12;

    public void Write(HttpContext context, PendingSignIn pending) =>
        context.Response.Cookies.Append(
            Name(context.Request, pending.State),
            Base64Url.EncodeToString(sealedText.Seal(JsonSerializer.Serialize(pending, MeshJson.Options))),
            Settings(context.Request, options.Value.SignInTakes)
        );

    /// <summary>Takes what this state began out of the browser: it is good for one answer. Other sign-ins under way stay.</summary>
    /// <returns>Null where there is none, or it is not ours, or too old.</returns>
    public PendingSignIn? Take(HttpContext context, string? state)
    {
        if (state is null || context.Request.Cookies[Name(context.Request, state)] is not { } cookie)
        {
            return null;
        }

        context.Response.Cookies.Delete(Name(context.Request, state), Settings(context.Request, maxAge: null));
        if (!Base64Url.IsValid(cookie) || sealedText.Open(Base64Url.DecodeFromChars(cookie)) is not { } json)
        {
            return null;
        }

        var pending = Read(json);
        return
            pending is { Purpose: PendingSignIn.ThisPurpose }
            && pending.IsAnsweredBy(state)
            && time.GetUtcNow() - pending.BegunAt <= options.Value.SignInTakes
            ? pending
            : null;
    }

    private static PendingSignIn? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<PendingSignIn>(json, MeshJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Each sign-in has its own, so that two windows do not take each other's.</summary>
    private static string Name(HttpRequest request, string state) =>
        $"{(request.IsHttps ? "__Host-" : "")}desk-openid-{state[..Math.Min(state.Length, NamedBy)]}";

    private static CookieOptions Settings(HttpRequest request, TimeSpan? maxAge) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = request.IsHttps,
            Path = "/",
            MaxAge = maxAge,
            IsEssential = true,
        };
}
