import { Ellipsis, LogOut } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { useQueryClient } from "@tanstack/react-query";
import { api } from "../api/client.ts";
import { translateWord, useTranslate } from "../i18n/language.tsx";
import { useOperator } from "../operator/operator.tsx";
import { Button } from "../ui/button.tsx";
import { Brand } from "./brand.tsx";
import { navigation, type Destination } from "./navigation.ts";
import { Preferences } from "./preferences.tsx";

export function Shell({ children }: { readonly children: ReactNode }): ReactNode {
  const translate = useTranslate();
  const [isMenuOpen, setMenuOpen] = useState(false);
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {translate("app.skip")}
      </a>
      <aside className="sidebar">
        <Brand />
        <Navigation />
        <Account />
      </aside>
      <header className="topbar">
        <Brand />
      </header>
      <main id="content" className="content" tabIndex={-1}>
        {children}
      </main>
      <TabBar onMenu={() => setMenuOpen(true)} />
      {isMenuOpen ? <Drawer onClose={() => setMenuOpen(false)} /> : null}
    </div>
  );
}

function Navigation(): ReactNode {
  const translate = useTranslate();
  const { may } = useOperator();
  return (
    <nav aria-label={translate("nav.main")}>
      {navigation.map(({ label, items }) => (
        <div key={label} className="nav-group">
          <p>{translate(label)}</p>
          {items
            .filter(({ needs }) => may(needs))
            .map((destination) => (
              <NavLink key={destination.href} destination={destination} />
            ))}
        </div>
      ))}
    </nav>
  );
}

function NavLink({ destination }: { readonly destination: Destination }): ReactNode {
  const translate = useTranslate();
  const { href, label, icon: Icon } = destination;
  const isHere = useIsHere(href);
  return (
    <Link href={href} className="nav-link" aria-current={isHere ? "page" : undefined}>
      <Icon size={18} aria-hidden="true" />
      <span>{translate(label)}</span>
    </Link>
  );
}

function Tab({ destination }: { readonly destination: Destination }): ReactNode {
  const translate = useTranslate();
  const { href, label, short = label, icon: Icon } = destination;
  const isHere = useIsHere(href);
  return (
    <Link href={href} aria-current={isHere ? "page" : undefined}>
      <Icon size={20} aria-hidden="true" />
      <span>{translate(short)}</span>
    </Link>
  );
}

function useIsHere(href: string): boolean {
  const [location] = useLocation();
  return href === "/" ? location === "/" : location === href || location.startsWith(`${href}/`);
}

/** What a thumb reaches; the rest is behind the menu. */
function TabBar({ onMenu }: { readonly onMenu: () => void }): ReactNode {
  const translate = useTranslate();
  const { may } = useOperator();
  const items = navigation.flatMap((group) => group.items).filter(({ needs }) => may(needs));
  return (
    <nav className="tabbar" aria-label={translate("nav.main")}>
      {items.slice(0, 4).map((destination) => (
        <Tab key={destination.href} destination={destination} />
      ))}
      <button type="button" onClick={onMenu}>
        <Ellipsis size={20} aria-hidden="true" />
        <span>{translate("nav.menu")}</span>
      </button>
    </nav>
  );
}

function Drawer({ onClose }: { readonly onClose: () => void }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const translate = useTranslate();
  const [location] = useLocation();
  const [openedAt] = useState(location);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    if (location !== openedAt) onClose();
  }, [location, openedAt, onClose]);
  return (
    <dialog ref={dialog} className="drawer" aria-label={translate("nav.menu")} onClose={onClose}>
      <div className="row spread">
        <strong>{translate("nav.menu")}</strong>
        <Button look="plain" size="small" onClick={onClose}>
          {translate("common.close")}
        </Button>
      </div>
      <Navigation />
      <Account />
    </dialog>
  );
}

function Account(): ReactNode {
  const translate = useTranslate();
  const { name, role } = useOperator();
  const queries = useQueryClient();
  const signOut = async (): Promise<void> => {
    await api.DELETE("/console/session");
    await queries.resetQueries();
  };
  return (
    <div className="account stack tight">
      <div className="who">
        <span className="avatar" aria-hidden="true">
          {name.slice(0, 2)}
        </span>
        <div className="grow break">
          <strong>{name}</strong>
          <div className="faint">{translateWord(translate, "role", role)}</div>
        </div>
        <Button
          look="plain"
          size="icon"
          aria-label={translate("signOut")}
          title={translate("signOut")}
          onClick={() => void signOut()}
        >
          <LogOut size={18} aria-hidden="true" />
        </Button>
      </div>
      <Preferences />
    </div>
  );
}
