using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TriageMesh.Contracts;

namespace TriageMesh.Platform.Security;

/// <summary>The secret that the services share to trust each other's tokens.</summary>
public sealed class SecurityOptions
{
    public const string Section = "Security";

    /// <summary>At least 32 random bytes, base64.</summary>
    [Required(ErrorMessage = "Security:SigningKey is missing: give at least 32 random bytes as base64.")]
    public string SigningKey { get; init; } = "";
}

internal sealed class SecurityOptionsValidator : IValidateOptions<SecurityOptions>
{
    public ValidateOptionsResult Validate(string? name, SecurityOptions options)
    {
        if (string.IsNullOrEmpty(options.SigningKey))
        {
            return ValidateOptionsResult.Fail(
                "Security:SigningKey is missing: give at least 32 random bytes as base64."
            );
        }

        Span<byte> key = stackalloc byte[1024];
        return Convert.TryFromBase64String(options.SigningKey, key, out var length) && length >= 32
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Security:SigningKey must be at least 32 bytes as base64.");
    }
}

/// <summary>The roles' names as policies: an endpoint says <c>RequireAuthorization(Allow.Leads)</c>.</summary>
public static class Allow
{
    /// <summary>Whoever works tickets: agents, leads, admins.</summary>
    public const string Support = "support";

    /// <summary>Leads and admins.</summary>
    public const string Leads = "leads";

    /// <summary>Whoever works the praise board: marketing, leads, admins.</summary>
    public const string Marketing = "marketing";

    /// <summary>Admins.</summary>
    public const string Admins = "admins";
}

internal static class SecurityRegistration
{
    public static void AddMeshSecurity(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<SecurityOptions>()
            .BindConfiguration(SecurityOptions.Section)
            .ValidateOnStart()
            .Services.AddSingleton<IValidateOptions<SecurityOptions>, SecurityOptionsValidator>();
        builder.Services.AddSingleton<TokenIssuer>();
        builder.Services.AddSingleton<SealedText>();
        builder
            .Services.AddAuthentication(BearerAuthentication.Scheme)
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, BearerAuthentication>(
                BearerAuthentication.Scheme,
                configureOptions: null
            );
        builder
            .Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Allow.Support, Roles(Role.Agent, Role.Lead, Role.Admin))
            .AddPolicy(Allow.Leads, Roles(Role.Lead, Role.Admin))
            .AddPolicy(Allow.Marketing, Roles(Role.Marketing, Role.Lead, Role.Admin))
            .AddPolicy(Allow.Admins, Roles(Role.Admin));
    }

    private static Action<AuthorizationPolicyBuilder> Roles(params Role[] roles) =>
        policy => policy.RequireAuthenticatedUser().RequireRole(roles.Select(role => role.Wire()));
}
