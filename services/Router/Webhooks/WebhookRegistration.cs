using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TriageMesh.Router.Webhooks;

internal static class WebhookRegistration
{
    public static void AddWebhooks(this IServiceCollection services)
    {
        services
            .AddOptions<WebhookOptions>()
            .BindConfiguration(WebhookOptions.Section)
            .ValidateOnStart()
            .Services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        services.AddSingleton<WebhookStore>().AddHostedService<WebhookWorker>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<WebhookSender>(provider, Client(provider)));
    }

    /// <summary>No redirects (they lead past the check of the address), no cookies, no proxy; connections are renewed so that a changed name is seen.</summary>
    private static HttpClient Client(IServiceProvider provider)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        };
        if (!provider.GetRequiredService<IOptions<WebhookOptions>>().Value.AllowPrivateAddresses)
        {
            handler.ConnectCallback = WebhookAddress.ConnectAsync;
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
