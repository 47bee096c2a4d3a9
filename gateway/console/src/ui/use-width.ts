import { useEffect, useRef, useState, type RefObject } from "react";

/** How wide an element is, in pixels: a picture that is drawn for its width keeps its letters readable. */
export function useWidth<Kind extends Element>(first: number): readonly [RefObject<Kind | null>, number] {
  const element = useRef<Kind>(null);
  const [width, setWidth] = useState(first);
  useEffect(() => {
    if (element.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.max(200, Math.round(entry.contentRect.width)));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
